using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Memory;

/// <summary>What a memory drive leaves behind when it is switched off.</summary>
/// <param name="Data">The bytes.</param>
/// <param name="Metadata">The zones' durable states.</param>
internal sealed record MemoryMedium(MemoryData Data, MemoryMetadata Metadata)
{
    public static MemoryMedium Create(EmulatedDriveOptions drive, bool hasVolatileCache)
    {
        MemoryData data = new(drive.Geometry, zone => drive.TypeOf(zone) != ZoneType.SequentialWriteRequired, hasVolatileCache);
        return new MemoryMedium(data, new MemoryMetadata(drive.Geometry, data, drive.PristineOf));
    }
}
