using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;

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

        CheckLimits(options);
        CheckBehaviour(options);
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

    private static void CheckLimits(MemoryDriveOptions options)
    {
        ArgumentNullException.ThrowIfNull(options.Limits, nameof(options));
        if (options.Limits.MaxTransferBytes < options.BlockSizeBytes || options.Limits.MaxAppendBytes < options.BlockSizeBytes)
        {
            throw new ArgumentException($"A command ({options.Limits.MaxTransferBytes} bytes) and an append ({options.Limits.MaxAppendBytes} bytes) must take at least one block ({options.BlockSizeBytes} bytes).", nameof(options));
        }

        int maxOpen = options.Limits.MaxOpenZones;
        int maxActive = options.Limits.MaxActiveZones;
        if (maxOpen < 0 || maxActive < 0 || (maxActive > 0 && maxOpen > maxActive))
        {
            throw new ArgumentException($"At most {maxOpen} open zones contradict at most {maxActive} active ones: every open zone is active.", nameof(options));
        }
    }

    private static void CheckBehaviour(MemoryDriveOptions options)
    {
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        if (options.Flavour is not (ZoneFlavour.Zbc or ZoneFlavour.Zns))
        {
            throw new ArgumentException($"There is no flavour {options.Flavour}; a drive is Zbc or Zns.", nameof(options));
        }

        if (options.WorkerCount is < 1 or > DriveWorkers.MaxCount)
        {
            throw new ArgumentException($"{options.WorkerCount} workers cannot run a drive: 1 to {DriveWorkers.MaxCount} can.", nameof(options));
        }

        if (!Enum.IsDefined(options.Scheduling))
        {
            throw new ArgumentException($"There is no scheduling {options.Scheduling}.", nameof(options));
        }

        if (options.Latency < TimeSpan.Zero)
        {
            throw new ArgumentException($"A latency of {options.Latency} would complete commands before they are submitted.", nameof(options));
        }
    }
}
