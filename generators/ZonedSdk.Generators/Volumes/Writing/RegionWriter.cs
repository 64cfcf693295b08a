using ZonedSdk.Generators.Volumes.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Volumes.Writing;

/// <summary>Writes a region's types: the region, its zones, their leases and its addresses.</summary>
internal static class RegionWriter
{
    public static void Write(CodeWriter writer, DriveModel drive, RegionModel region)
    {
        WriteRegion(writer, region);
        writer.Line();
        WriteZone(writer, region);
        if (region.IsSequential)
        {
            writer.Line();
            LeaseWriter.Write(writer, region);
        }

        writer.Line();
        AddressWriter.Write(writer, drive, region);
    }

    public static string Zones(RegionModel region) => region.ZoneCount == 1
        ? $"zone {VolumeCode.Number(region.FirstZone)}"
        : $"zones {VolumeCode.Number(region.FirstZone)} to {VolumeCode.Number(region.FirstZone + region.ZoneCount - 1)}";

    private static void WriteRegion(CodeWriter writer, RegionModel region)
    {
        writer.Summary($"{Capitalized(Zones(region))}: {Purpose(region.Kind)}.");
        writer.Line(GeneratedFile.Mark);
        writer.Open($"public sealed class {region.Name}Region");
        Constant("FirstZone", region.FirstZone, "Index of the first zone on the device.");
        Constant("ZoneCount", region.ZoneCount, "Number of zones.");
        if (region.IsSequential)
        {
            Constant("MaxOpenZones", region.MaxOpen, "Most zones leased at once; 0 = no limit. Who asks for more waits.");
        }

        writer.Line($"private readonly {VolumeCode.Region} _region;");
        writer.Line();
        writer.Line($"internal {region.Name}Region({VolumeCode.Region} region) => _region = region;");
        writer.Line();
        writer.Summary("A zone of the region, counted from 0.");
        writer.Line(VolumeCode.NotOfRegion);
        writer.Line($"public {region.Name}Zone this[int index] => new(_region, {VolumeCode.Runtime}.CheckIndex(index, ZoneCount));");
        if (region.IsSequential)
        {
            writer.Line();
            writer.Summary("Opens a zone that nobody holds and that has room: one that was begun, or else an empty one.");
            writer.Line("/// <exception cref=\"global::ZonedSdk.ZonedIOException\">No zone takes writes, or the command failed.</exception>");
            writer.Line(VolumeCode.DeviceIo);
            writer.Line($"public async {VolumeCode.ValueTask}<{region.Name}Lease> OpenAsync({VolumeCode.Cancellation}) =>");
            writer.Line($"    new(_region, await _region.OpenAsync(cancellationToken).ConfigureAwait(false));");
        }

        writer.Line();
        Transfer("Reads from an address; the range stays within one zone.", $"{VolumeCode.ValueTask}<int> ReadAsync({region.Name}Address address, {VolumeCode.Buffer}, {VolumeCode.Cancellation})", "ReadAsync(address.Offset, buffer, cancellationToken)");
        if (region.Kind == RegionKind.Random)
        {
            writer.Line();
            Transfer("Writes at an address; the range stays within one zone.", $"{VolumeCode.ValueTask} WriteAtAsync({region.Name}Address address, {VolumeCode.Data}, {VolumeCode.Cancellation})", "WriteAtAsync(address.Offset, data, cancellationToken)");
        }

        writer.Close();

        void Constant(string name, int value, string summary)
        {
            writer.Summary(summary);
            writer.Line($"public const int {name} = {VolumeCode.Number(value)};");
            writer.Line();
        }

        void Transfer(string summary, string head, string call)
        {
            writer.Summary(summary);
            writer.Line(VolumeCode.Fails);
            writer.Line(VolumeCode.DeviceIo);
            writer.Line($"public {head} => _region.{call};");
        }
    }

    private static void WriteZone(CodeWriter writer, RegionModel region)
    {
        string address = region.Name + "Address";
        string kind = region.IsSequential ? "Sequential" : region.Kind == RegionKind.Random ? "Conventional" : "";
        writer.Summary($"A zone of the region: {Purpose(region.Kind)}.");
        writer.Line(GeneratedFile.Mark);
        writer.Open($"public sealed class {region.Name}Zone : {VolumeCode.Services}{kind}VolumeZone");
        writer.Open($"internal {region.Name}Zone({VolumeCode.Region} region, int index) : base(region, index)");
        writer.Close();
        writer.Line();
        writer.Summary("The address of a byte of the zone.");
        writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The zone has no such byte.</exception>");
        writer.Line($"public {address} At(long offsetInZone) => {address}.FromOffset(Region.OffsetOf(Index, offsetInZone));");
        if (region.IsSequential)
        {
            writer.Line();
            writer.Summary("Opens the zone for writing.");
            writer.Line("/// <exception cref=\"global::System.InvalidOperationException\">Somebody holds it.</exception>");
            writer.Line(VolumeCode.Fails);
            writer.Line(VolumeCode.DeviceIo);
            writer.Line($"public async {VolumeCode.ValueTask}<{region.Name}Lease> OpenAsync({VolumeCode.Cancellation}) =>");
            writer.Line("    new(Region, await Region.OpenAsync(Index, cancellationToken).ConfigureAwait(false));");
        }

        writer.Close();
    }

    private static string Purpose(RegionKind kind) => kind switch
    {
        RegionKind.Append => "sequential, written by appends",
        RegionKind.AtWritePointer => "sequential, written at the write pointer",
        RegionKind.Random => "conventional, written anywhere",
        _ => "only read",
    };

    private static string Capitalized(string text) => "Z" + text.Substring(1);
}
