using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Testing;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>An application on the whole stack: device, emulated drive and image, all on one thread. It writes down what it asked for and what it was told, and knows nothing else.</summary>
/// <remarks><c>CrashApplication.Calls.cs</c> has the calls; this part opens, closes, and lets things happen.</remarks>
internal sealed partial class CrashApplication
{
    private const int MaxSteps = 100_000;

    private readonly CrashLog _log;
    private readonly ImageControls _controls;
    private readonly MetadataControl _control;
    private readonly int _ringCount;
    private readonly Random? _random;
    private readonly StepScheduler _writer;
    private readonly ManualTimeProvider _time = new();
    private readonly ZoneModel[] _models;
    private readonly Tally[] _tallies;
    private readonly List<Task> _calls = [];

    private SteppedScheduler _commands = new();
    private MemoryImageFile _file;
    private PumpedMetadata? _metadata;
    private ZonedDevice? _device;

    /// <summary>Opens an image.</summary>
    /// <param name="file">The image's file.</param>
    /// <param name="superblock">Its shape.</param>
    /// <param name="log">What is asked and told goes there, and every change of the file.</param>
    /// <param name="random">Picks what happens next; null = the drive's commands in order, and then the metadata's writer.</param>
    /// <param name="choice">Picks the writer's next turn; null = as <paramref name="random"/> says.</param>
    /// <param name="controls">Rules of the image that are switched off.</param>
    /// <param name="control">A mistake of the drive.</param>
    /// <param name="ringCount">Data move by so many rings: they land in one step, and the drive hears of it in another; 0 = by none.</param>
    public CrashApplication(MemoryImageFile file, Superblock superblock, CrashLog log, Random? random, Func<int, int>? choice, ImageControls controls, MetadataControl control, int ringCount)
    {
        _ringCount = ringCount;
        _file = file;
        _log = log;
        _random = random;
        _controls = controls;
        _control = control;
        Superblock = superblock;
        _writer = new StepScheduler(choice ?? (random is null ? null : random.Next));
        int zones = superblock.Geometry.ZoneCount;
        _models = [.. Enumerable.Range(0, zones).Select(static _ => new ZoneModel())];
        _tallies = [.. Enumerable.Range(0, zones).Select(static _ => new Tally())];
        file.Recorder = log;
        Open();
    }

    public Superblock Superblock { get; }

    /// <summary>What goes wrong at the drive.</summary>
    public FaultPlan Faults { get; } = new(1);

    public ZonedDevice Device => _device!;

    public int ZoneCount => _models.Length;

    /// <summary>Calls that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Lets so many steps happen, as long as there are any.</summary>
    public void Run(int steps)
    {
        while (steps-- > 0 && StepOnce())
        {
            // Each step is a command of the drive or a turn of the metadata's writer.
        }
    }

    /// <summary>Lets everything that was asked for come to its end.</summary>
    public void Settle()
    {
        Pump(() => _calls.TrueForAll(static call => call.IsCompleted));
        foreach (Task call in _calls)
        {
            call.GetAwaiter().GetResult();
        }

        _calls.Clear();
    }

    /// <summary>Nothing is left to run, also of what nobody waits for.</summary>
    public void Drain() => Pump(() => _commands.Count + _writer.WaitingCount == 0);

    /// <summary>The next synchronisation of the file fails, and with it the image.</summary>
    public void FailNextSynchronisation() => _file.OnCall = static name => name == nameof(MemoryImageFile.Synchronize) ? 5 : 0;

    /// <summary>The process is killed and another one opens the image: what was not flushed is gone for it, though not from the medium.</summary>
    public void Restart()
    {
        Settle();
        Drain();
        _file = new MemoryImageFile(_file.Content) { Recorder = _log };
        Open();
        for (int zone = 0; zone < ZoneCount; zone++)
        {
            long end = Device.GetStatus(zone).Submitted - StartOf(zone);
            _tallies[zone] = new Tally { NextEnd = end, ToldEnd = end, IsFull = Device.GetZone(zone).Condition == ZoneCondition.Full };
        }
    }

    private void Open()
    {
        _commands = new SteppedScheduler();
        if (_ringCount > 0)
        {
            SteppedRing.Attach(_file, _commands, ringCount: _ringCount);
        }

        ImageStore store = ImageStore.Open(_file, _writer, _controls);
        _metadata = new PumpedMetadata(store, _control);
        EmulatedDriveOptions options = ImageDrive.Describe(Superblock, "image:crash", new ImageOpenOptions { TimeProvider = _time, Faults = Faults });
        EmulatedDrive drive = new(options, store.Data, _metadata, _commands);
        Task<ZonedDevice> opening = ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { InlineContinuations = true, TimeProvider = _time }).AsTask();
        Pump(() => opening.IsCompleted);
        _device = opening.GetAwaiter().GetResult();
    }

    private void Pump(Func<bool> isDone)
    {
        for (int step = 0; !isDone(); step++)
        {
            Assert.True(step < MaxSteps && StepOnce(), "The application waits for a step that nobody makes.");
        }
    }

    private bool StepOnce()
    {
        _metadata!.Deliver();
        int commands = _commands.Count;
        int turns = _writer.WaitingCount;
        if (commands + turns == 0)
        {
            return false;
        }

        if (_random is null ? commands == 0 : _random.Next(commands + turns) < turns)
        {
            _writer.RunOne();
        }
        else
        {
            _commands.Run(_random?.Next(commands) ?? 0);
        }

        _metadata.Deliver();
        return true;
    }

    /// <summary>What the application knows of a zone besides what a crash may leave.</summary>
    private sealed class Tally
    {
        /// <summary>Where its next append goes, from the zone's start.</summary>
        public long NextEnd { get; set; }

        /// <summary>Up to where it was told that its data are written.</summary>
        public long ToldEnd { get; set; }

        /// <summary>It was told that the zone is full.</summary>
        public bool IsFull { get; set; }

        /// <summary>It asked for a reset or finish and was not told yet.</summary>
        public bool IsManaged { get; set; }

        /// <summary>It was told that the zone is dead, in this condition.</summary>
        public ZoneCondition? Death { get; set; }
    }
}
