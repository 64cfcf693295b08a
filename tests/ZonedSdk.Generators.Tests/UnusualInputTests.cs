using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests;

/// <summary>Surroundings and spellings that are legal and rare. Code that compiles, or one diagnostic without a compiler error beside it.</summary>
public sealed class UnusualInputTests
{
    private const string Figures = "ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 16, LogicalBlockSize = 512";
    private const string Volume = "[ZonedVolume(" + Figures + ")] public sealed partial class ";
    private const string Fitting = "[ZonedVolume(" + Figures + ", Fit = VolumeFit.Regions)]";
    private const string Layout = "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct ";
    private const string Field = " { [Field(0)] public partial byte A { get; } }";

    public static TheoryData<string, string> Sound => new()
    {
        { "the attributes by their full names", "[global::ZonedSdk.Descriptors.ZonedVolumeAttribute(" + Figures + "), ZonedSdk.Descriptors.ZoneRegion(\"A\", ZoneCount = ByteUnits.Rest)] public sealed partial class X;" },
        { "an alias of the attribute", "using V = ZonedSdk.Descriptors.ZonedVolumeAttribute; [V(" + Figures + ")] public sealed partial class X;" },
        { "attributes with a target", "[type: ZonedVolume(" + Figures + ")] public sealed partial class X;" },
        { "attributes over two parts", "[ZonedVolume(" + Figures + ")] public sealed partial class X; [ZoneRegion(\"A\", ZoneCount = 1)] partial class X; [ZoneRegion(\"B\", ZoneCount = ByteUnits.Rest)] partial class X;" },
        { "constants of the volume in its own attribute", "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = X.Size, ZoneCount = X.Count, LogicalBlockSize = 512)] public sealed partial class X { private const long Size = 1 << 20; private const int Count = 4; }" },
        { "a constant name", "[ZonedVolume(" + Figures + "), ZoneRegion(X.Name, ZoneCount = 16)] public sealed partial class X { private const string Name = nameof(List) + \"ing\"; private class List; }" },
        { "a raw string as a name", "[ZonedVolume(" + Figures + "), ZoneRegion(\"\"\"Data\"\"\", ZoneCount = 16)] public sealed partial class X;" },
        { "preprocessor directives between", "#if NEVER\n[ZonedVolume]\n#endif\n" + Volume + "X\n#region a\n#endregion\n;" },
        { "a line directive", "#line 200 \"*/ elsewhere.cs\"\n" + Volume + "X;" },
        { "nullable off in the middle", "#nullable disable\n" + Volume + "X;" },
        { "a primary constructor of a base without parameters", "public class Base() { } " + "[ZonedVolume(" + Figures + ")] public sealed partial class X : Base;" },
        { "a generic volume", "[ZonedVolume(" + Figures + ")] public sealed partial class X<TKey> where TKey : unmanaged;" },
        { "a generic base of itself", "public abstract class Base<T> where T : Base<T>; [ZonedVolume(" + Figures + ")] public sealed partial class X : Base<X>;" },
        { "an interface with default members", "public interface I { int Device2 => 1; } [ZonedVolume(" + Figures + ")] public sealed partial class X : I;" },
        { "a volume that is not sealed, and its heir", "[ZonedVolume(" + Figures + ")] public partial class X;" },
        { "a private volume within a file-scoped namespace", "namespace A; public partial class Outer { [ZonedVolume(" + Figures + ")] private sealed partial class X; }" },
        { "a type named System beside it", "public class System2; namespace System.Collections2 { " + Volume + "X; }" },
        { "a namespace named like the SDK", "namespace Mine.ZonedSdk.Descriptors2 { " + Volume + "X; }" },
        { "a fitting volume whose regions are named like our parameters", Fitting + "[ZoneRegion(\"zoneIndex\", ZoneCount = 1)][ZoneRegion(\"offsetInZone\", ZoneCount = 1)][ZoneRegion(\"zoneCount\", ZoneCount = 1)][ZoneRegion(\"path\", ZoneCount = ByteUnits.Rest)] public sealed partial class X;" },
        { "a fitting volume with the exact one's names", Fitting + "[ZoneRegion(\"Geometry\", ZoneCount = 1)][ZoneRegion(\"ZoneSizeBytes\", ZoneCount = 1)][ZoneRegion(\"ZoneCount\", ZoneCount = ByteUnits.Rest)] public sealed partial class X;" },
        { "a fitting volume of conventional zones only", "[ZonedVolume(" + Figures + ", ConventionalZones = 16, Fit = VolumeFit.Regions), ZoneRegion(\"A\", ZoneCount = ByteUnits.RestConventional)] public sealed partial class X;" },
        { "a share of everything", Fitting + "[ZoneRegion(\"A\", ZoneCount = 1, OneIn = 2)][ZoneRegion(\"B\", ZoneCount = 1, OneIn = 4)][ZoneRegion(\"C\", ZoneCount = ByteUnits.Rest)] public sealed partial class X;" },
        { "a layout in a part of its own", Layout + "X; public readonly ref partial struct X" + Field },
        { "a layout with an enum that is nested in it", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { public enum Kind : byte { None } [Field(0)] public partial Kind A { get; } }" },
        { "a layout field named like its type", "public enum Kind : byte { None } [BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial Kind Kind { get; } }" },
        { "a layout with attributes of others", "[BinaryLayout(1, Endian.Big), System.Diagnostics.DebuggerDisplay(\"{A}\")] public readonly ref partial struct X { [Field(0), System.ComponentModel.Description(\"*/\")] public partial byte A { get; } }" },
    };

    public static TheoryData<string, string, string> Refused => new()
    {
        { "a share below nothing", "ZSDK1011", Fitting + "[ZoneRegion(\"A\", ZoneCount = 1, OneIn = int.MinValue)][ZoneRegion(\"B\", ZoneCount = ByteUnits.Rest)] public sealed partial class X;" },
        { "a rest that does not exist", "ZSDK1011", Fitting + "[ZoneRegion(\"A\", ZoneCount = -3)] public sealed partial class X;" },
        { "a conventional rest that is appended to", "ZSDK1012", Fitting + "[ZoneRegion(\"A\", ZoneCount = ByteUnits.RestConventional, Write = WriteMode.Append)][ZoneRegion(\"B\", ZoneCount = ByteUnits.Rest)] public sealed partial class X;" },
        { "a fitting volume named like what it has", "ZSDK1007", Fitting + " public sealed partial class Described;" },
        { "a fitting volume with such a base", "ZSDK1007", "public class Base { public int Described => 1; } " + Fitting + " public sealed partial class X : Base;" },
        { "a share of all zones that leaves no rest", "ZSDK1006", "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 2, LogicalBlockSize = 512, Fit = VolumeFit.Regions)][ZoneRegion(\"A\", ZoneCount = 2, OneIn = 2)][ZoneRegion(\"B\", ZoneCount = ByteUnits.Rest)] public sealed partial class X;" },
        { "a fitting budget beyond the described drive's", "ZSDK1008", "[ZonedVolume(" + Figures + ", MaxOpenZones = 2, Fit = VolumeFit.Regions)][ZoneRegion(\"A\", ZoneCount = 1, MaxOpen = 3)][ZoneRegion(\"B\", ZoneCount = ByteUnits.Rest, Write = WriteMode.None)] public sealed partial class X;" },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void What_is_legal_compiles(string name, string source)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        Assert.Equal($"{name}: ", $"{name}: {string.Join(" ", run.Diagnostics)}");
        Assert.Equal($"{name}: ", $"{name}: {string.Join("\n", run.CompilerErrors)}");
        Assert.NotEmpty(run.Sources);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_gets_one_diagnostic_and_no_compiler_error(string name, string id, string source)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        Assert.Equal($"{name}: {id}", $"{name}: {string.Join(" ", run.Ids)}");
        Assert.Equal($"{name}: ", $"{name}: {string.Join("\n", run.CompilerErrors)}");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_pragma_silences_each(string name, string id, string source)
    {
        GeneratorRun run = GeneratorRun.Of($"#pragma warning disable {id}\n{source}");
        Assert.True(run.Diagnostics.All(diagnostic => diagnostic.IsSuppressed), name);
    }

    [Fact]
    public void A_script_and_an_empty_project_give_nothing()
    {
        Assert.Empty(GeneratorRun.Of("").Sources);
        Assert.Empty(GeneratorRun.Of(Compilations.Create(Compilations.ParseOptions.WithKind(SourceCodeKind.Regular), NullableContextOptions.Disable)).Sources);
    }
}
