using ZonedSdk.Generators.Volumes.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Volumes.Writing;

/// <summary>Writes the address type of a region whose place and zone size follow from the device: a zone of the region, and a byte of it.</summary>
internal static class FittingAddressWriter
{
    public static void Write(CodeWriter writer, RegionModel region)
    {
        string address = region.Name + "Address";
        writer.Summary("An address in the region, whatever device it is on; its default is the region's first byte.");
        writer.Line(GeneratedFile.Mark);
        writer.Open($"public readonly record struct {address} : global::System.IComparable<{address}>");
        writer.Summary("An address as it was stored. Whether the device has it is checked when it is used.");
        writer.Line("/// <param name=\"zoneIndex\">Index of its zone within the region.</param>");
        writer.Line("/// <param name=\"offsetInZone\">Distance from the start of its zone in bytes.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">One of them is negative.</exception>");
        writer.Open($"public {address}(int zoneIndex, long offsetInZone)");
        writer.Line("global::System.ArgumentOutOfRangeException.ThrowIfNegative(zoneIndex);");
        writer.Line("global::System.ArgumentOutOfRangeException.ThrowIfNegative(offsetInZone);");
        writer.Line("ZoneIndex = zoneIndex;");
        writer.Line("OffsetInZone = offsetInZone;");
        writer.Close();
        writer.Line();
        writer.Summary("Index of its zone within the region.");
        writer.Line("public int ZoneIndex { get; }");
        writer.Line();
        writer.Summary("Distance from the start of its zone in bytes.");
        writer.Line("public long OffsetInZone { get; }");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public int CompareTo({address} other) => ZoneIndex != other.ZoneIndex ? ZoneIndex.CompareTo(other.ZoneIndex) : OffsetInZone.CompareTo(other.OffsetInZone);");
        AddressWriter.WriteOperators(writer, address, comparison => $"left.CompareTo(right) {comparison} 0");
        writer.Close();
    }
}
