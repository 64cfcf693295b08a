using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ZonedSdk.Simulation.Explorer;

/// <summary>What a search found. <see cref="Violation"/> is null where every state keeps the invariants.</summary>
internal sealed record Findings(Model Model, int States, int Shortcuts, TimeSpan Elapsed, bool IsComplete, string? Violation, string Path)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Model.Name}: {States} states, {Shortcuts} shortcuts in {Elapsed.TotalSeconds:F1} s{(IsComplete ? "" : ", not complete")}{(Violation is null ? "" : $"\n{Violation}\n{Path}")}");
}

/// <summary>Breadth-first search over all states of a model. The first violation that it meets is one with a shortest path.</summary>
internal sealed class Search
{
    private const int MaxStateBytes = 1024;

    // A model that outgrows this has to be cut: the memory of the machine that runs the tests has a limit too.
    private const int MaxStates = 6_000_000;

    private readonly Model _model;
    private readonly World _world;
    private readonly Step[] _steps;
    private readonly StateSet _seen = new();
    private readonly Queue<byte[]> _frontier = new();
    private readonly List<int> _parents = [-1];
    private readonly List<ushort> _taken = [0];
    private readonly byte[] _initial;
    private int _shortcuts;

    private Search(Model model)
    {
        _model = model;
        _world = new World(model);
        _steps = Step.AllOf(model);
        Span<byte> bytes = stackalloc byte[MaxStateBytes];
        _initial = bytes[.._world.Encode(bytes)].ToArray();
    }

    public static Findings Run(Model model) => new Search(model).Run();

    // A shortcut is right when it does what the long form of the same step does, in every state in which it is taken.
    private void CompareWithLongForm(byte[] state, Step step, ReadOnlySpan<byte> reached)
    {
        if (!_world.HasTakenShortcut)
        {
            return;
        }

        Span<byte> other = stackalloc byte[MaxStateBytes];
        _world.Decode(state);
        _world.TakesShortcuts = false;
        Invariant.Holds(_world.TryTake(step), "the shortcut", "the long form of a step cannot be taken");
        _world.TakesShortcuts = true;
        _world.HasTakenShortcut = false;
        other = other[.._world.Encode(other)];
        Invariant.Holds(reached.SequenceEqual(other), "the shortcut", "it does something else than the long form");
        _shortcuts++;
    }

    private Findings Run()
    {
        var clock = Stopwatch.StartNew();
        _seen.Add(_initial);
        _frontier.Enqueue(_initial);
        Span<byte> target = stackalloc byte[MaxStateBytes];
        for (int index = 0; _seen.Count < MaxStates && _frontier.TryDequeue(out byte[]? state); index++)
        {
            int step = -1;
            try
            {
                bool progress = false;
                bool isFresh = false;
                for (step = 0; step < _steps.Length; step++)
                {
                    if (!isFresh)
                    {
                        _world.Decode(state);
                        isFresh = true;
                    }

                    if (!_world.TryTake(_steps[step]))
                    {
                        continue;
                    }

                    isFresh = false;
                    progress |= IsProgress(_steps[step]);
                    _world.Check();
                    Span<byte> next = target[.._world.Encode(target)];
                    CompareWithLongForm(state, _steps[step], next);
                    if (_seen.Add(next))
                    {
                        _parents.Add(index);
                        _taken.Add((ushort)step);
                        _frontier.Enqueue(next.ToArray());
                    }
                }

                step = -1;
                if (!progress)
                {
                    _world.Decode(state);
                    string? stuck = _world.FindStuck();
                    Invariant.Holds(stuck is null, "I19", stuck ?? "");
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                string violation = e is InvariantException ? e.Message : e.ToString();
                return new Findings(_model, _seen.Count, _shortcuts, clock.Elapsed, false, violation, PathTo(index, step));
            }
        }

        return new Findings(_model, _seen.Count, _shortcuts, clock.Elapsed, _frontier.Count == 0, null, "");
    }

    // Faults, calls and time-outs may happen or not; everything else will.
    private static bool IsProgress(Step step) => step.Kind switch
    {
        StepKind.Execute => step.Choice == (byte)Ending.Well,
        StepKind.ExecuteManage => step.Choice == 0,
        StepKind.Acknowledge or StepKind.Deliver or StepKind.HandOver or StepKind.DeliverManage or StepKind.Report or StepKind.ExecuteFlush or StepKind.EndFlush
            or StepKind.ExecuteRead or StepKind.DeliverRead or StepKind.ReleaseLease or StepKind.Grant or StepKind.MakeRoom => true,
        _ => false,
    };

    private string PathTo(int index, int lastStep)
    {
        List<Step> path = [];
        if (lastStep >= 0)
        {
            path.Add(_steps[lastStep]);
        }

        for (int i = index; i > 0; i = _parents[i])
        {
            path.Add(_steps[_taken[i]]);
        }

        path.Reverse();
        var text = new StringBuilder();
        byte[] state = _initial;
        byte[] target = new byte[MaxStateBytes];
        for (int i = 0; i < path.Count; i++)
        {
            _world.Decode(state);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1,3}. {_world.Describe(path[i])}");
            try
            {
                _world.TryTake(path[i]);
                text.Append(CultureInfo.InvariantCulture, $"   => {_world}").AppendLine();
                _world.Check();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                text.Append("   => ").AppendLine(e.Message);
                break;
            }

            state = target[.._world.Encode(target)].ToArray();
        }

        return text.ToString();
    }
}
