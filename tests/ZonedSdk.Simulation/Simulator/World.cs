using ZonedSdk.Backends.Faults;
using ZonedSdk.Testing;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>
/// A drive, a device on it, its clients and the time, all on one thread and all owned by a seed: whatever can happen next is a step, and the seed picks the step.
/// </summary>
/// <remarks>Read on in <c>World.Loop.cs</c> (what is picked), <c>World.Lifecycle.cs</c> (opening, rest, power cuts) and <c>World.Sampling.cs</c> (what is written down besides).</remarks>
internal sealed partial class World
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly SimRandom _random;
    private readonly ManualTimeProvider _time = new();
    private readonly List<(Operation Operation, CancellationTokenSource Cancel)> _cancellable = [];
    private readonly List<TaskCompletionSource<bool>> _paused = [];
    private readonly List<Task> _clients = [];
    private readonly List<Operation> _written = [];

    private FaultWatch _faults;
    private SimDrive _drive;
    private RecordingBackend? _line;
    private ZonedDevice? _device;
    private bool _isStopping;

    public World(Scenario scenario, Sabotage? sabotage = null)
    {
        Scenario = scenario;
        Sabotage = sabotage ?? Sabotage.None;
        _random = new SimRandom(scenario.Seed ^ 0xC0FFEE);
        _faults = NewFaults(generation: 1);
        _drive = SimDrive.Create(scenario, _faults.Plan, _time);
    }

    public Scenario Scenario { get; }

    public Sabotage Sabotage { get; }

    public History History { get; } = new();

    /// <summary>Every kind of fault that hit a command.</summary>
    public HashSet<(DriveEvent Event, FaultEffect Effect)> FaultsSeen { get; } = [];

    /// <summary>Steps that were picked.</summary>
    public long Steps { get; private set; }

    public ZonedDevice Device => _device ?? throw new InvalidOperationException("No device is open.");

    /// <summary>Buffers whose operations have ended: nobody may touch them again.</summary>
    public List<(Operation Operation, byte[] Buffer)> Retired { get; } = [];

    public long StartOf(int zone) => _drive.Geometry.StartOf(zone);

    public bool Contains(int zone, long offset, long lengthBytes) =>
        offset >= StartOf(zone) && offset + lengthBytes <= StartOf(zone) + _drive.Geometry.LengthOf(zone);

    public int AnyZone(SimRandom random) => Scenario.Drive.ConventionalZones + random.Below(Scenario.SequentialZones);

    /// <summary>Most writers meet in few zones: that is where the protocol has to prove itself.</summary>
    public int HotZone(SimRandom random) => random.Chance(0.7)
        ? Scenario.Drive.ConventionalZones + random.Below(Math.Min(2, Scenario.SequentialZones))
        : AnyZone(random);

    /// <summary>Mostly something that was acknowledged lately, sometimes anything.</summary>
    public (int Zone, long Offset, int Blocks) SomethingToRead(SimRandom random)
    {
        if (_written.Count > 0 && random.Chance(0.75))
        {
            Operation write = _written[Math.Max(0, _written.Count - 1 - random.Below(16))];
            return (write.Zone, write.ToldOffset, write.Blocks);
        }

        int zone = AnyZone(random);
        int zoneBlocks = (int)(_drive.Geometry.LengthOf(zone) / Stamp.BlockBytes);
        int first = random.Below(zoneBlocks);
        return (zone, StartOf(zone) + ((long)first * Stamp.BlockBytes), random.Between(1, Math.Min(8, zoneBlocks - first)));
    }

    /// <summary>Gives the world the turn; the client goes on when the seed picks it.</summary>
    /// <param name="turns">How often it has to be picked.</param>
    /// <returns>False when the client shall end.</returns>
    public async ValueTask<bool> PauseAsync(int turns = 1)
    {
        for (int i = 0; i < turns && !_isStopping; i++)
        {
            var turn = new TaskCompletionSource<bool>();
            _paused.Add(turn);
            await turn.Task;
            CheckThread("client");
        }

        return !_isStopping;
    }

    public CancellationTokenSource? TryMakeCancellable(Operation operation, SimRandom random)
    {
        if (Scenario.Cancellations == 0 || !random.Chance(Scenario.Cancellations))
        {
            return null;
        }

        var cancel = new CancellationTokenSource();
        _cancellable.Add((operation, cancel));
        return cancel;
    }

    public void ForgetCancellable(Operation operation)
    {
        _cancellable.RemoveAll(c => c.Operation == operation);
    }

    /// <summary>Readers look at what was acknowledged.</summary>
    public void NoteWritten(Operation write) => _written.Add(write);

    /// <summary>Notes code of runtime or clients that runs where the seed has no say.</summary>
    public void CheckThread(string where)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException($"{where} ran on a thread of its own: the seed does not decide about it.");
        }
    }

    private FaultWatch NewFaults(int generation) => new(new FaultPlan((int)(Scenario.Seed & 0xFFFFFF) + (generation << 24)), FaultsSeen) { IsSilent = Sabotage.HidesFaults };
}
