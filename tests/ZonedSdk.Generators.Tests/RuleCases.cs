using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Tests.Harness;
using static ZonedSdk.Generators.Tests.Backends.BackendSources;

namespace ZonedSdk.Generators.Tests;

/// <summary>The shortest wrong and right description of each rule. What else breaks a rule stands with the feature's own tests.</summary>
internal static class RuleCases
{
    private const string Figures = "ZoneSize = 4 * MiB, ZoneCount = 16, LogicalBlockSize = 4096";
    private const string FromFile = "[ZonedVolume(FromFile = \"x.zoned.json\")] public sealed partial class X;";
    private const string GoodFile = """{ "model": "host-managed", "zoneSize": "4 MiB", "zoneCount": 16, "logicalBlockSize": 4096 }""";

    public static IReadOnlyList<RuleCase> All { get; } =
    [
        new("ZSDK1000", Layout("1, Endian.Big), Reserved(0, 1", ""), Layout("1, Endian.Big), Reserved(0, 1", "")) { Language = LanguageVersion.CSharp12 },
        new("ZSDK1001", Volume(Figures).Replace("partial ", "", StringComparison.Ordinal), Volume(Figures)),
        new("ZSDK1002", Volume("ZoneSize = 3 * MiB, ZoneCount = 16, LogicalBlockSize = 4096"), Volume("ZoneSize = 3 * MiB, ZoneCount = 16, LogicalBlockSize = 4096, Target = VolumeTarget.Emulated")),
        new("ZSDK1003", Volume(Figures + ", ZoneCapacity = 1000"), Volume(Figures + ", ZoneCapacity = 8192")),
        new("ZSDK1004", Volume(Figures + ", ZoneCapacity = 5 * MiB"), Volume(Figures + ", ZoneCapacity = 4 * MiB")),
        new("ZSDK1005", Volume(Figures, "(\"A\", ZoneCount = 8)", "(\"B\", FirstZone = 4, ZoneCount = 12)"), Volume(Figures, "(\"A\", ZoneCount = 4)", "(\"B\", FirstZone = 4, ZoneCount = 12)")),
        new("ZSDK1006", Volume(Figures, "(\"A\", ZoneCount = 15)"), Volume(Figures, "(\"A\", ZoneCount = 16)")),
        new("ZSDK1007", WithMember("Geometry"), WithMember("Shape")),
        new("ZSDK1008", Volume(Figures + ", MaxOpenZones = 4, MaxActiveZones = 3"), Volume(Figures + ", MaxOpenZones = 3, MaxActiveZones = 4")),
        new("ZSDK1009", Volume(Figures + ", MaxAppendSize = 5000"), Volume(Figures + ", MaxAppendSize = 8192")),
        new("ZSDK1010", Volume(Figures, "(\"my data\", ZoneCount = Rest)"), Volume(Figures, "(\"MyData\", ZoneCount = Rest)")),
        new("ZSDK1011", Volume(Figures, "(\"A\", ZoneCount = 16, MaxOpen = -1)"), Volume(Figures, "(\"A\", ZoneCount = 16, MaxOpen = 1)")),
        new("ZSDK1012", Volume(Figures, "(\"A\", ZoneCount = 16, Type = ZoneType.Gap)"), Volume(Figures, "(\"A\", ZoneCount = 16, Type = ZoneType.Conventional)")),
        new("ZSDK1013", Volume("ZoneSize = 4 * MiB, ZoneCount = 16"), Volume(Figures)),
        new("ZSDK1014", FromFile, FromFile) { RightFile = GoodFile },
        new("ZSDK1015", FromFile, FromFile) { WrongFile = GoodFile.Replace("zoneCount", "zoneCuont", StringComparison.Ordinal), RightFile = GoodFile },

        new("ZSDK2001", Layout("2, Endian.Big", "[Field(0)] public partial ushort A { get; } [Field(1)] public partial byte B { get; }"), Layout("3, Endian.Big", "[Field(0)] public partial ushort A { get; } [Field(2)] public partial byte B { get; }")),
        new("ZSDK2002", Layout("2, Endian.Big", Byte(0)), Layout("1, Endian.Big", Byte(0))),
        new("ZSDK2003", Layout("1, Endian.Big", Byte(1)), Layout("1, Endian.Big", Byte(0))),
        new("ZSDK2004", Layout("1, Endian.Big", Nibbles("DayOfWeek", 1)), Layout("1, Endian.Big", Nibbles("DayOfWeek", 3))),
        new("ZSDK2005", Layout("1", Byte(0)), Layout("1, Endian.Little", Byte(0))),
        new("ZSDK2006", Layout("8, Endian.Big", "[Field(0)] public partial ulong A { get; }"), Layout("8, Endian.Big", "[Field(0, Unit = Unit.None)] public partial ulong A { get; }")),
        new("ZSDK2008", Layout("2, Endian.Big", "[Field(0), When(nameof(B), 1)] public partial byte? A { get; } [Field(1)] public partial byte B { get; }"), Layout("2, Endian.Big", "[Field(1), When(nameof(B), 1)] public partial byte? A { get; } [Field(0)] public partial byte B { get; }")),
        new("ZSDK2010", Layout("1, Endian.Big", "[BitField(0, 4, 0)] public partial byte A { get; } [BitField(0, 7, 4)] public partial byte B { get; }"), Layout("1, Endian.Big", "[BitField(0, 3, 0)] public partial byte A { get; } [BitField(0, 7, 4)] public partial byte B { get; }")),
        new("ZSDK2011", Layout("1, Endian.Big", "public partial byte A { get; }"), Layout("1, Endian.Big", Byte(0))),
        new("ZSDK2012", Layout("1, Endian.Big", "[Field(0)] public partial byte Size { get; }"), Layout("1, Endian.Big", Byte(0))),
        new("ZSDK2013", Layout("2, Endian.Big", Byte(0) + "[Field(1), When(\"Z\", 1)] public partial byte? B { get; }"), Layout("2, Endian.Big", Byte(0) + "[Field(1), When(\"A\", 1)] public partial byte? B { get; }")),
        new("ZSDK2014", Layout("0, Endian.Big", Byte(0)), Layout("1, Endian.Big", Byte(0))),

        new("ZSDK3001", Backend(Rows + "[Emulates(ZoneCommand.Open, With = Emulation.Refuse)]"), Backend()),
        new("ZSDK3002", Backend(Transfers + Management + Report), Backend()),
        new("ZSDK3003", Backend(Transfers + Conditions + Append, MediumCores.Replace("private partial int ResetCore(int zone) => 0;", "", StringComparison.Ordinal)), Backend(MediumRows, MediumCores)),
        new("ZSDK3004", Backend(Rows + "[MapsError(5, ZoneError.Io), MapsError(5, ZoneError.Corrupt)]"), Backend(Rows + "[MapsError(5, ZoneError.Io), MapsError(6, ZoneError.Corrupt)]")),
        new("ZSDK3005", Backend(Rows + "[Limits(MaxTransferBytes = 1000)]"), Backend(Rows + "[Limits(MaxTransferBytes = 1024)]")),
        new("ZSDK3006", Backend(cores: TransferCores + ManagementCores), Backend()),
        new("ZSDK3007", Backend(cores: Cores + "public int MapError => 1;"), Backend(cores: Cores + "public int Errors => 1;")),
        new("ZSDK3008", Backend(Rows + "[Command(ZoneCommand.Reset)]"), Backend()),
    ];

    /// <summary>All that the generator reports.</summary>
    public static IEnumerable<DiagnosticDescriptor> Rules() =>
        typeof(ZonedGenerator).Assembly.GetType("ZonedSdk.Generators.Parsing.Rules", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!);

    private static string Volume(string figures, params string[] regions) =>
        $"[ZonedVolume(ZoneModel.HostManaged, {figures})]{string.Concat(regions.Select(region => $"[ZoneRegion{region}]"))} public sealed partial class X;";

    private static string WithMember(string name) => Volume(Figures).Replace("X;", $"X {{ public int {name} => 1; }}", StringComparison.Ordinal);

    private static string Layout(string arguments, string members) => $"[BinaryLayout({arguments})] public readonly ref partial struct X {{ {members} }}";

    private static string Byte(int offset) => $"[Field({offset})] public partial byte A {{ get; }} ";

    private static string Nibbles(string type, int msb) => $"[BitField(0, {msb}, 0)] public partial {type} A {{ get; }} [BitField(0, 7, {msb + 1})] public partial byte B {{ get; }}";
}
