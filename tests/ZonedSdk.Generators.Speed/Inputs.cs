using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Speed;

/// <summary>Projects to be measured: one description a file, and files that have nothing to do with them.</summary>
internal static class Inputs
{
    public const int Descriptions = 100;
    private const int OtherFiles = 100;

    public static string[] Volumes(string prefix) => Many(index => $$"""
        using static ZonedSdk.ByteUnits;
        namespace Drives;
        [ZonedVolume(ZoneModel.HostManaged, ZoneSize = 256 * MiB, ZoneCount = 4096, LogicalBlockSize = 4096, MaxOpenZones = 128)]
        [ZoneRegion("Superblock", ZoneCount = 2, Type = ZoneType.Conventional)]
        [ZoneRegion("Catalog", ZoneCount = 16, MaxOpen = 2, Write = WriteMode.AtWritePointer)]
        [ZoneRegion("Data", ZoneCount = Rest, MaxOpen = 32, Write = WriteMode.Append)]
        public sealed partial class {{prefix}}{{index}};
        """);

    public static string[] Layouts(string prefix) => Many(index => $$"""
        namespace Formats;
        [BinaryLayout(16, Endian.Little), Reserved(13, 3)]
        public readonly ref partial struct {{prefix}}{{index}}
        {
            [Field(0, Unit = Unit.None)] public partial ulong Magic { get; }
            [Field(8, Unit = Unit.None)] public partial uint Version { get; }
            [Field(12)] public partial byte Kind { get; }
        }
        """);

    public static string[] Others() => [.. Enumerable.Range(0, OtherFiles).Select(index => Other(index, 0))];

    public static string Other(int file, int edit) => string.Create(CultureInfo.InvariantCulture, $$"""
        namespace Others;
        public sealed class Other{{file}}
        {
            private int _count;
            public int Next() => _count += {{edit}};
            public override string ToString() => $"{_count} of {{file}}";
        }
        """);

    // As most projects are built: without a documentation file, so that the compiler does not look into comments.
    public static CSharpParseOptions Options { get; } = Compilations.ParseOptions.WithDocumentationMode(DocumentationMode.None);

    public static CSharpCompilation Compilation(string[] sources) => Compilations.Create(Options, NullableContextOptions.Enable, sources);

    /// <summary>What a driver made; a wrong description would be measured as a shell.</summary>
    public static GeneratorDriverRunResult Checked(GeneratorDriver driver)
    {
        GeneratorDriverRunResult result = driver.GetRunResult();
        return result.Diagnostics.IsEmpty ? result : throw new InvalidOperationException($"A description is wrong: {result.Diagnostics[0]}");
    }

    private static string[] Many(Func<string, string> source) =>
        [.. Enumerable.Range(0, Descriptions).Select(index => source(index.ToString(CultureInfo.InvariantCulture)))];
}
