using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>Everything about a run that the seed decides before it begins.</summary>
internal sealed record Scenario
{
    public required ulong Seed { get; init; }

    /// <summary>Each third seed runs on an image instead of the memory drive, with the same shape.</summary>
    public required bool IsImage { get; init; }

    /// <summary>Each second image moves its data by a ring or by two; 0 = by none.</summary>
    public int RingCount { get; init; }

    public required MemoryDriveOptions Drive { get; init; }

    /// <summary>Rules of an image that are switched off, to see whether the checker notices.</summary>
    public ImageControls Controls { get; init; }

    public required ZonedDeviceOptions Device { get; init; }

    /// <summary>What goes wrong at the drive; each rule is armed after the device has opened.</summary>
    public required IReadOnlyList<FaultRule> Faults { get; init; }

    /// <summary>How likely a step is something that the device does by itself.</summary>
    public double Interference { get; init; }

    /// <summary>Somebody else writes to the zones, or the drive loses what it has.</summary>
    public bool HasForeigners { get; init; }

    /// <summary>How likely an operation can be cancelled.</summary>
    public double Cancellations { get; init; }

    /// <summary>How likely a completion comes twice.</summary>
    public double Duplicates { get; init; }

    /// <summary>How likely a time step is a jump past deadlines.</summary>
    public double Jumps { get; init; }

    /// <summary>Times that the device is opened.</summary>
    public int Generations { get; init; }

    /// <summary>How likely a generation ends with the power and not in good order.</summary>
    public double PowerCuts { get; init; }

    /// <summary>Steps of one generation before its end begins.</summary>
    public int Steps { get; init; }

    public required IReadOnlyDictionary<ClientKind, int> Clients { get; init; }

    public int SequentialZones => Drive.ConventionalZones == 0 ? ZoneCount : ZoneCount - Drive.ConventionalZones;

    public int ZoneCount => (int)((Drive.SizeBytes + Drive.ZoneSizeBytes - 1) / Drive.ZoneSizeBytes);

    public static Scenario Of(ulong seed)
    {
        var random = new SimRandom(seed);
        int zones = random.Between(2, 8);
        int zoneBlocks = random.Between(8, 64);
        bool isUnlimited = random.Chance(0.4);
        int maxActive = isUnlimited ? 0 : random.Between(1, Math.Max(2, zones - 1));
        int maxOpen = isUnlimited ? 0 : random.Between(1, maxActive);
        bool hasSmallTransfers = random.Chance(0.4);
        bool isImage = seed % 3 == 0;
        bool enforcesOrder = random.Chance(0.35) && !isImage;
        long zoneBytes = (long)zoneBlocks * Stamp.BlockBytes;
        var drive = new MemoryDriveOptions
        {
            Name = $"memory:sim-{seed}",
            BlockSizeBytes = Stamp.BlockBytes,
            ZoneSizeBytes = zoneBytes,
            SizeBytes = (zones * zoneBytes) - (random.Chance(0.3) ? random.Below(zoneBlocks / 2) * Stamp.BlockBytes : 0),
            ZoneCapacityBytes = random.Chance(0.3) ? random.Between(Math.Max(1, zoneBlocks / 2), zoneBlocks) * Stamp.BlockBytes : 0,
            Limits = new Limits
            {
                MaxOpenZones = maxOpen,
                MaxActiveZones = random.Chance(0.8) ? maxActive : 0,
                MaxTransferBytes = hasSmallTransfers ? random.Between(4, 8) * Stamp.BlockBytes : 1 << 20,
                MaxAppendBytes = hasSmallTransfers ? 4 * Stamp.BlockBytes : 1 << 20,
            },
            Flavour = random.Chance(0.5) ? ZoneFlavour.Zbc : ZoneFlavour.Zns,
            ClosesImplicitly = isImage || random.Chance(0.5) ? null : random.Chance(0.5),
            EnforcesOrder = enforcesOrder,
            HasVolatileCache = random.Chance(0.9) || isImage,
            FlushFailureIsFinal = random.Chance(0.3) || isImage,
            Seed = (int)(seed & int.MaxValue),
            Scheduling = MemoryDriveScheduling.Stepped,
        };
        IReadOnlyList<FaultRule> faults = FaultMix.Of(random, seed);
        return new Scenario
        {
            Seed = seed,
            IsImage = isImage,
            RingCount = isImage && seed % 2 == 0 ? 1 + (int)(seed / 2 % 2) : 0,
            Drive = drive,
            Device = DeviceOf(random),
            Faults = faults,
            Interference = random.Chance(0.3) ? 0.004 : 0,
            HasForeigners = random.Chance(0.25),
            Cancellations = random.Chance(0.5) ? 0.2 : 0,
            Duplicates = random.Chance(0.4) ? 0.1 : 0,
            Jumps = random.Chance(0.5) ? 0.05 : 0,
            Generations = random.Between(1, 3),
            PowerCuts = random.Chance(0.7) ? 0.6 : 0,
            Steps = random.Between(150, 700),
            Clients = ClientMix(random, faults),
        };
    }

    private static ZonedDeviceOptions DeviceOf(SimRandom random)
    {
        bool isHurried = random.Chance(0.3);
        return new ZonedDeviceOptions
        {
            InlineContinuations = true,
            ErrorPolicy = random.Chance(0.75) ? ZoneErrorPolicy.Repair : (ZoneErrorPolicy)random.Between(1, 3),
            ReadBeyond = (ReadBeyondPolicy)random.Below(3),
            WaitForAdmission = random.Chance(0.85),
            CopyWrites = random.Chance(0.25),
            CommandTimeout = TimeSpan.FromSeconds(isHurried ? 1 : 30),
            DrainTimeout = TimeSpan.FromSeconds(isHurried ? 0.5 : 30),
            RecoveryTimeout = TimeSpan.FromSeconds(isHurried ? 2 : 30),
            CreditTimeout = TimeSpan.FromSeconds(isHurried ? 2 : 30),
            ReportTimeout = TimeSpan.FromSeconds(isHurried ? 0.5 : 10),
            ReportAttempts = random.Between(1, 4),
        };
    }

    // A fault of a command needs somebody who gives that command.
    private static Dictionary<ClientKind, int> ClientMix(SimRandom random, IReadOnlyList<FaultRule> faults) => new()
    {
        [ClientKind.Appender] = random.Between(1, 4),
        [ClientKind.Gatherer] = random.Between(0, 2),
        [ClientKind.OffsetWriter] = random.Between(0, 2),
        [ClientKind.Reader] = random.Between(1, 2),
        [ClientKind.Flusher] = random.Between(faults.Any(f => f.Event == DriveEvent.Flush) ? 1 : 0, 1),
        [ClientKind.DurabilityWaiter] = random.Between(0, 1),
        [ClientKind.Manager] = random.Between(faults.Any(f => f.Event is DriveEvent.Open or DriveEvent.Close or DriveEvent.Finish or DriveEvent.Reset) ? 1 : 0, 2),
        [ClientKind.Recoverer] = random.Chance(0.4) ? 1 : 0,
        [ClientKind.Lister] = random.Chance(0.5) ? 1 : 0,
    };

    public override string ToString()
    {
        string clients = string.Join(' ', Clients.Where(c => c.Value > 0).Select(c => $"{c.Value}x{c.Key}"));
        string faults = string.Join(' ', Faults.Select(f => $"{f.Event}:{f.Effect}").Distinct());
        return $"seed {Seed}: {(RingCount > 0 ? $"image by rings ({RingCount})" : IsImage ? "image" : "memory")}, {ZoneCount} zones of {Drive.ZoneSizeBytes / Stamp.BlockBytes} blocks (capacity {Drive.ZoneCapacityBytes / Stamp.BlockBytes}), {Drive.Flavour}, "
            + $"open {Drive.Limits.MaxOpenZones} active {Drive.Limits.MaxActiveZones}, {(Drive.EnforcesOrder ? "enforces order, " : "")}policy {Device.ErrorPolicy}, "
            + $"copy {Device.CopyWrites}, wait {Device.WaitForAdmission}, {Generations} generations of {Steps} steps; {clients}; foreigners {HasForeigners}, interference {Interference}; faults: {faults}";
    }
}
