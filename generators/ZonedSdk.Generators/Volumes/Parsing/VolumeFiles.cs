using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>Finds the file that a volume names and reads its figures.</summary>
internal static class VolumeFiles
{
    public static void Read(VolumeContext context, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken) => context.MarkIncomplete();
}
