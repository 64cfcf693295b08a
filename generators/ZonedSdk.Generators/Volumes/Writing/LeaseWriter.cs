using ZonedSdk.Generators.Volumes.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Volumes.Writing;

/// <summary>Writes the lease of an open zone: the only thing that writes to a sequential region.</summary>
internal static class LeaseWriter
{
    public static void Write(CodeWriter writer, VolumeModel volume, RegionModel region)
    {
        string address = region.Name + "Address";
        writer.Summary("A zone that is open for writing until the lease is disposed.");
        writer.Line(GeneratedFile.Mark);
        writer.Line("[global::ZonedSdk.Annotations.Reservation]");
        writer.Open($"public sealed class {region.Name}Lease : {VolumeCode.Services}VolumeZoneLease");
        writer.Line($"internal {region.Name}Lease({VolumeCode.Region} region, [global::ZonedSdk.Annotations.TakesOwnership] {VolumeCode.Lease} open) : base(open) => Zone = new {region.Name}Zone(region, open.Index);");
        writer.Line();
        writer.Summary("The open zone.");
        writer.Line($"public {region.Name}Zone Zone {{ get; }}");
        writer.Line();
        writer.Summary("Where the next write goes; behind the region's last byte where that is written.");
        writer.Line($"public {address} WritePointer => {(volume.FitsRegions ? "new(Open.Index, Open.WritePointerInZone)" : $"{address}.FromOffset(Open.WritePointer)")};");
        writer.Line();
        if (region.Kind == RegionKind.Append)
        {
            writer.Summary("Appends to the zone; the runtime assigns the address.");
            writer.Line("/// <exception cref=\"global::ZonedSdk.ZoneFullException\">Too little of the zone is left; nothing was written.</exception>");
            writer.Line("/// <exception cref=\"global::ZonedSdk.ZonedIOException\">The append failed.</exception>");
            writer.Line(VolumeCode.DeviceIo);
            writer.Line("[return: global::ZonedSdk.Annotations.AssignedOffset]");
            writer.Line($"public async {VolumeCode.ValueTask}<{address}> AppendAsync({VolumeCode.Data}, {VolumeCode.Cancellation}) =>");
            const string Append = "await Open.AppendAsync(data, cancellationToken).ConfigureAwait(false)";
            writer.Line(volume.FitsRegions ? $"    new(Open.Index, Open.InZone({Append}));" : $"    {address}.FromOffset({Append});");
        }
        else
        {
            writer.Summary("Writes at the zone's write pointer, which the address must be.");
            writer.Line("/// <exception cref=\"global::ZonedSdk.ZonedIOException\">The write failed, or the write pointer is elsewhere.</exception>");
            writer.Line(VolumeCode.DeviceIo);
            writer.Line($"public {VolumeCode.ValueTask} WriteAsync({address} address, {VolumeCode.Data}, {VolumeCode.Cancellation}) => Open.WriteAsync({(volume.FitsRegions ? "Open.OffsetOf(address.ZoneIndex, address.OffsetInZone)" : "address.Offset")}, data, cancellationToken);");
        }

        writer.Close();
    }
}
