using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Compilers;

/// <summary>What the generator says and emits on the compiler that this assembly is loaded with. Only types of the BCL are in its signatures, so that two compilers can be compared.</summary>
internal static class EmittedBytes
{
    /// <summary>The compiler's file version.</summary>
    public static string Compiler => FileVersionInfo.GetVersionInfo(typeof(CSharpCompilation).Assembly.Location).FileVersion!;

    /// <summary>The emitted files of all goldens by name, and the diagnostics of descriptions that are wrong in many ways.</summary>
    public static SortedDictionary<string, string> All()
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (string name in Golden.Names)
        {
            GeneratorRun run = GeneratorRun.Of(Compilations.Create(Golden.Input(name)), files: Golden.Files(name));
            foreach ((string hint, string text) in run.Sources)
            {
                texts.Add($"{name}/{hint}", text);
            }
        }

        GeneratorRun wrong = GeneratorRun.Of("""
            [BinaryLayout(8)] public readonly ref partial struct X { [Field(4)] public partial Bytes A { get; } [Field(5)] public partial int B { get; } }
            [ZonedVolume(ZoneModel.HostManaged, ZoneSize = 3 << 20, ZoneCount = 4, LogicalBlockSize = 4096), ZoneRegion("a b", ZoneCount = 2)] public sealed partial class Y;
            """);
        texts.Add("diagnostics", string.Join('\n', wrong.Diagnostics.Select(diagnostic => $"{diagnostic.Location.GetLineSpan()} {diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}")));
        foreach ((string hint, string text) in wrong.Sources)
        {
            texts.Add($"wrong/{hint}", text);
        }

        return texts;
    }
}
