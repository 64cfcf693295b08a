using System.ComponentModel;
using System.IO.Enumeration;
using ZonedSdk.Annotations;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Descriptors;

namespace ZonedSdk.CompilerServices;

/// <summary>What emitted volumes call. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VolumeRuntime
{
    /// <summary>Compares a device with a description and returns its regions, in the order of the description.</summary>
    /// <exception cref="ZoneGeometryMismatchException">The device is not the described one, or has no room for its regions.</exception>
    /// <exception cref="ZonedIOException">The report failed or cannot be believed.</exception>
    [DeviceIo]
    public static async ValueTask<IReadOnlyList<VolumeRegion>> OpenAsync(ZonedDevice device, VolumeDescription description, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(description);
        if (description.Fit == VolumeFit.Regions)
        {
            return Fit(device, description);
        }

        VolumeComparison comparison = new(device, description);
        await foreach (ZoneInfo zone in device.ReportAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            comparison.Look(zone);
        }

        IReadOnlyList<GeometryDifference> differences = comparison.Finish();
        if (differences.Count > 0)
        {
            throw new ZoneGeometryMismatchException(description.Name, device.Name, differences);
        }

        return [.. description.Regions.Select(region => new VolumeRegion(device, region, description.Name))];
    }

    private static VolumeRegion[] Fit(ZonedDevice device, VolumeDescription description)
    {
        VolumeFitting fitting = new(device, description);
        IReadOnlyList<RegionDescription> regions = fitting.Fit();
        return fitting.Differences.Count == 0
            ? [.. regions.Select(region => new VolumeRegion(device, region, description.Name))]
            : throw ZoneGeometryMismatchException.NoRoom(description.Name, device.Name, fitting.Differences);
    }

    /// <summary>Makes the described drive in memory.</summary>
    /// <exception cref="NotSupportedException">The emulated drive cannot have such zones.</exception>
    public static MemoryDrive CreateEmulated(VolumeDescription description, MemoryDriveOptions? options)
    {
        ArgumentNullException.ThrowIfNull(description);
        (int conventional, int preferred) = CountLeading(description);
        options ??= new MemoryDriveOptions { Name = $"memory:{description.Name}" };
        return new MemoryDrive(options with
        {
            SizeBytes = description.Geometry.SizeBytes,
            ZoneSizeBytes = description.Geometry.ZoneSizeBytes,
            ZoneCapacityBytes = description.ZoneCapacityBytes,
            BlockSizeBytes = description.Geometry.BlockSizeBytes,
            ConventionalZones = conventional,
            PreferredZones = preferred,
            Flavour = description.Flavour,
            Limits = options.Limits with
            {
                MaxOpenZones = description.MaxOpenZones,
                MaxActiveZones = description.MaxActiveZones,
                MaxAppendBytes = description.MaxAppendBytes == 0 ? options.Limits.MaxAppendBytes : description.MaxAppendBytes,
            },
        });
    }

    /// <summary>Makes the described drive as an image file.</summary>
    /// <exception cref="NotSupportedException">An image cannot have such zones.</exception>
    public static Task<DeviceIdentity> CreateEmulatedAsync(VolumeDescription description, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(description);
        return CreateEmulatedAsync(description, path, description.Geometry.ZoneCount, cancellationToken);
    }

    /// <summary>Makes a drive as an image file that is the described one but for its size; it has its share of conventional zones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are too few zones, or too many.</exception>
    /// <exception cref="NotSupportedException">An image cannot have such zones.</exception>
    public static Task<DeviceIdentity> CreateEmulatedAsync(VolumeDescription description, string path, int zoneCount, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentOutOfRangeException.ThrowIfLessThan(zoneCount, 1);
        (int conventional, int preferred) = CountLeading(description);
        if (preferred > 0)
        {
            throw new NotSupportedException($"{description.Name} has {preferred} sequential-write-preferred zones, which an image cannot have. Use the twin in memory.");
        }

        ImageDriveOptions shape = new()
        {
            SizeBytes = zoneCount * description.Geometry.ZoneSizeBytes,
            ZoneSizeBytes = description.Geometry.ZoneSizeBytes,
            ZoneCapacityBytes = description.ZoneCapacityBytes,
            BlockSizeBytes = description.Geometry.BlockSizeBytes,
            ConventionalZones = (int)((long)conventional * zoneCount / description.Geometry.ZoneCount),
            MaxOpenZones = description.MaxOpenZones,
            MaxActiveZones = description.MaxActiveZones,
            Flavour = description.Flavour,
        };
        return ImageDrive.CreateAsync(path, description.MaxAppendBytes == 0 ? shape : shape with { MaxAppendBytes = description.MaxAppendBytes }, cancellationToken);
    }

    /// <summary>Returns a distance from a start, made from an absolute offset. The end counts too: a write pointer may stand there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset is outside the range.</exception>
    public static long CheckAddress(long offset, long startBytes, long lengthBytes) => offset >= startBytes && offset - startBytes <= lengthBytes
        ? offset - startBytes
        : throw new ArgumentOutOfRangeException(nameof(offset), offset, $"Offsets from {startBytes} to {startBytes + lengthBytes} are within it.");

    /// <summary>Returns the index of a zone within its region.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The region has no such zone.</exception>
    public static int CheckIndex(int index, int zoneCount) => (uint)index < (uint)zoneCount
        ? index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The region has {zoneCount} zones, numbered from 0.");

    /// <summary>Ends a member of a volume whose description is wrong: the build reported it.</summary>
    public static Exception InvalidVolume() =>
        new InvalidOperationException("The description of this volume is wrong, so there is no code for it. The build reports why (ZSDK1001 to ZSDK1015); correct it and build again.");

    internal static bool Matches(string pattern, string identity) => FileSystemName.MatchesSimpleExpression(pattern, identity, ignoreCase: false);

    // An emulated drive has its conventional zones first, then the preferred ones; real drives are made like that too.
    private static (int Conventional, int Preferred) CountLeading(VolumeDescription description)
    {
        int conventional = 0;
        int preferred = 0;
        ZoneType last = ZoneType.Conventional;
        foreach (RegionDescription region in description.Regions.Where(region => region.ZoneCount > 0))
        {
            if (Rank(region.Type) < Rank(last))
            {
                throw new NotSupportedException($"{description.Name} has {region.Type} zones from zone {region.FirstZone} on, behind zones of the type {last}. An emulated drive has conventional zones first, then preferred, then required ones.");
            }

            last = region.Type;
            conventional += region.Type == ZoneType.Conventional ? region.ZoneCount : 0;
            preferred += region.Type == ZoneType.SequentialWritePreferred ? region.ZoneCount : 0;
        }

        return (conventional, preferred);
    }

    private static int Rank(ZoneType type) => type switch
    {
        ZoneType.Conventional => 0,
        ZoneType.SequentialWritePreferred => 1,
        _ => 2,
    };
}
