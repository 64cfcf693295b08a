using ZonedSdk.Generators.Volumes.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Volumes.Writing;

/// <summary>Writes a region's address type: regions are not mixed up, and zone arithmetic is constants.</summary>
internal static class AddressWriter
{
    public static void Write(CodeWriter writer, DriveModel drive, RegionModel region)
    {
        string address = region.Name + "Address";
        bool isShifted = drive.ZoneShift >= 0;
        string zone = isShifted ? $"(int)(_relative >> {VolumeCode.Number(drive.ZoneShift)})" : "(int)(_relative / ZoneSizeBytes)";
        string within = isShifted ? "_relative & (ZoneSizeBytes - 1)" : "_relative % ZoneSizeBytes";
        writer.Summary("An address in the region; its default is the region's first byte.");
        writer.Line(GeneratedFile.Mark);
        writer.Open($"public readonly record struct {address} : global::System.IComparable<{address}>");
        writer.Line($"internal const long RegionStart = {VolumeCode.Number(region.FirstZone * drive.ZoneSize)};");
        writer.Line();
        writer.Line("private readonly long _relative;");
        writer.Line();
        writer.Line($"private {address}(long relative) => _relative = relative;");
        writer.Line();
        writer.Summary("Absolute offset in bytes.");
        writer.Line("public long Offset => RegionStart + _relative;");
        writer.Line();
        writer.Summary("Index of its zone within the region.");
        writer.Line($"public int ZoneIndex => {zone};");
        writer.Line();
        writer.Summary("Distance from the start of its zone in bytes.");
        writer.Line($"public long OffsetInZone => {within};");
        writer.Line();
        writer.Summary("An address from an absolute offset, as it was stored.");
        writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The offset is outside the region.</exception>");
        writer.Line($"public static {address} FromOffset(long offset) => new({VolumeCode.Runtime}.CheckAddress(offset, RegionStart, {VolumeCode.Number(region.ZoneCount * drive.ZoneSize)}));");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public int CompareTo({address} other) => _relative.CompareTo(other._relative);");
        WriteOperators(writer, address, comparison => $"left._relative {comparison} right._relative");
        writer.Close();
    }

    public static void WriteOperators(CodeWriter writer, string address, Func<string, string> compare)
    {
        foreach (string comparison in new[] { "<", ">", "<=", ">=" })
        {
            writer.Line();
            writer.Summary("Compares two addresses of the region.");
            writer.Line($"public static bool operator {comparison}({address} left, {address} right) => {compare(comparison)};");
        }
    }
}
