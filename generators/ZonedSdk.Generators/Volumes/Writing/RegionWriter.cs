using ZonedSdk.Generators.Volumes.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Volumes.Writing;

/// <summary>Writes a region's types: the region, its zones, their leases and its addresses.</summary>
internal static class RegionWriter
{
    public static void Write(CodeWriter writer, VolumeModel volume, RegionModel region)
    {
        WriteRegion(writer, volume, region);
        writer.Line();
        WriteZone(writer, volume, region);
        if (region.IsSequential)
        {
            writer.Line();
            LeaseWriter.Write(writer, volume, region);
        }

        writer.Line();
        if (volume.FitsRegions)
        {
            FittingAddressWriter.Write(writer, region);
        }
        else
        {
            AddressWriter.Write(writer, volume.Drive, region);
        }
    }

    /// <summary>Which zones a region has, as far as that is known.</summary>
    public static string Zones(VolumeModel volume, RegionModel region) => volume.FitsRegions
        ? region.Need switch
        {
            { ZoneCount: -1 } => "all zones that no other region has",
            { ZoneCount: -2 } => "the conventional zones that no other region has",
            { OneIn: > 0 } need => $"one zone in {VolumeCode.Number(need.OneIn)}, and {VolumeCode.Number(need.ZoneCount)} at least",
            { ZoneCount: 1 } => "one zone",
            { } need => $"{VolumeCode.Number(need.ZoneCount)} zones",
        }
        : region.ZoneCount switch
        {
            0 => "no zone",
            1 => $"zone {VolumeCode.Number(region.FirstZone)}",
            _ => $"zones {VolumeCode.Number(region.FirstZone)} to {VolumeCode.Number(region.FirstZone + region.ZoneCount - 1)}",
        };

    private static void WriteRegion(CodeWriter writer, VolumeModel volume, RegionModel region)
    {
        string zones = Zones(volume, region);
        string place = volume.FitsRegions ? "_region.OffsetOf(address.ZoneIndex, address.OffsetInZone)" : "address.Offset";
        writer.Summary($"{char.ToUpperInvariant(zones[0])}{zones.Substring(1)}: {Purpose(region.Kind)}.");
        writer.Line(GeneratedFile.Mark);
        writer.Open($"public sealed class {region.Name}Region");
        if (!volume.FitsRegions)
        {
            WriteFigures();
        }

        writer.Line($"private readonly {VolumeCode.Region} _region;");
        writer.Line();
        writer.Line($"internal {region.Name}Region({VolumeCode.Region} region) => _region = region;");
        writer.Line();
        if (volume.FitsRegions)
        {
            WriteFigures();
        }

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
        Transfer("Reads from an address; the range stays within one zone.", $"{VolumeCode.ValueTask}<int> ReadAsync({region.Name}Address address, {VolumeCode.Buffer}, {VolumeCode.Cancellation})", $"ReadAsync({place}, buffer, cancellationToken)");
        if (region.Kind == RegionKind.Random)
        {
            writer.Line();
            Transfer("Writes at an address; the range stays within one zone.", $"{VolumeCode.ValueTask} WriteAtAsync({region.Name}Address address, {VolumeCode.Data}, {VolumeCode.Cancellation})", $"WriteAtAsync({place}, data, cancellationToken)");
        }

        writer.Close();

        void WriteFigures()
        {
            Figure("FirstZone", region.FirstZone, "Index of the first zone on the device.");
            Figure("ZoneCount", region.ZoneCount, "Number of zones.");
            if (region.IsSequential)
            {
                Figure("MaxOpenZones", region.MaxOpen, "Most zones leased at once; 0 = no limit. Who asks for more waits.");
            }
        }

        void Figure(string name, int value, string summary)
        {
            writer.Summary(summary);
            writer.Line(volume.FitsRegions ? $"public int {name} => _region.{name};" : $"public const int {name} = {VolumeCode.Number(value)};");
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

    private static void WriteZone(CodeWriter writer, VolumeModel volume, RegionModel region)
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
        writer.Line($"public {address} At(long offsetInZone) => {(volume.FitsRegions ? "new(Index, Region.CheckOffsetInZone(offsetInZone))" : $"{address}.FromOffset(Region.OffsetOf(Index, offsetInZone))")};");
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
}
