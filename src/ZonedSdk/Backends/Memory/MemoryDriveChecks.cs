using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Memory;

/// <summary>Refuses options that contradict each other before a drive is made of them.</summary>
internal static class MemoryDriveChecks
{
    public static EmulatedDriveOptions ToEmulated(MemoryDriveOptions options)
    {
        if (string.IsNullOrEmpty(options.Name))
        {
            throw new ArgumentException("A drive needs a name for its messages.", nameof(options));
        }

        Geometry geometry = new(options.BlockSizeBytes, options.ZoneSizeBytes, options.SizeBytes);
        if (options.ZoneCapacityBytes < 0 || options.ZoneCapacityBytes > options.ZoneSizeBytes || options.ZoneCapacityBytes % options.BlockSizeBytes != 0)
        {
            throw new ArgumentException($"The zone capacity ({options.ZoneCapacityBytes} bytes) must be a multiple of the block size ({options.BlockSizeBytes}) and at most the zone size ({options.ZoneSizeBytes}).", nameof(options));
        }

        if (options.ConventionalZones < 0 || options.PreferredZones < 0 || options.ConventionalZones > geometry.ZoneCount - options.PreferredZones)
        {
            throw new ArgumentException($"{options.ConventionalZones} conventional and {options.PreferredZones} preferred zones do not fit into {geometry.ZoneCount} zones.", nameof(options));
        }

        int maxOpen = options.Limits.MaxOpenZones;
        int maxActive = options.Limits.MaxActiveZones;
        if (maxOpen < 0 || maxActive < 0 || (maxActive > 0 && maxOpen > maxActive))
        {
            throw new ArgumentException($"At most {maxOpen} open zones contradict at most {maxActive} active ones: every open zone is active.", nameof(options));
        }

        if (options.Latency < TimeSpan.Zero)
        {
            throw new ArgumentException($"A latency of {options.Latency} would complete commands before they are submitted.", nameof(options));
        }

        return new EmulatedDriveOptions
        {
            Name = options.Name,
            Identity = options.Identity ?? new DeviceIdentity($"{options.Name}#{options.Seed}"),
            Geometry = geometry,
            Limits = options.Limits,
            ZoneCapacityBytes = options.ZoneCapacityBytes,
            ConventionalZones = options.ConventionalZones,
            PreferredZones = options.PreferredZones,
            Flavour = options.Flavour,
            ClosesImplicitly = options.ClosesImplicitly,
            EnforcesOrder = options.EnforcesOrder,
            CompletesInOrder = options.CompletesInOrder,
            FlushFailureIsFinal = options.FlushFailureIsFinal,
            Latency = options.Latency,
            TimeProvider = options.TimeProvider,
            Faults = options.Faults,
        };
    }
}
