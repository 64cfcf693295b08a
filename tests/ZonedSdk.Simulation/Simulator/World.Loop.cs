using ZonedSdk.Backends;

namespace ZonedSdk.Simulation.Simulator;

/// <content>What can happen next, and how one of it is picked.</content>
internal sealed partial class World
{
    // Small enough for many commands to meet in flight, large enough for latencies to matter.
    private static readonly TimeSpan s_smallStep = TimeSpan.FromMilliseconds(20);

    /// <summary>One step: a command of the drive, a client's turn, time, a cancellation, something the device does by itself.</summary>
    private void StepOnce()
    {
        Steps++;
        int steps = _drive.StepCount;
        if (_random.Chance(Scenario.Interference))
        {
            InterfereOnce();
        }
        else if (_cancellable.Count > 0 && _random.Chance(0.05))
        {
            CancelOne();
        }
        else if (_line!.LateCount > 0 && _random.Chance(0.05))
        {
            _line.DeliverLate(_random.Below(_line.LateCount));
        }
        else if (_drive.HungCount > 0 && _random.Chance(0.02))
        {
            ReleaseHung();
        }
        else if (_random.Chance(0.04))
        {
            PassTime();
        }
        else if (_paused.Count > 0 && (steps == 0 || _random.Chance(0.35)))
        {
            ResumeOne(_random.Below(_paused.Count));
        }
        else if (steps > 0)
        {
            RunDriveStep(_random.Below(steps));
        }
        else
        {
            PassTime();
        }

        SampleDrive();
        SampleRuntime();
    }

    private void RunDriveStep(int index)
    {
        DriveStep step = _drive.DescribeStep(index);
        _step = (step.Event, step.Zone);
        _drive.Step(index);

        // Before the clients it woke do more: a reset shows by the step that made it.
        SampleDrive();
        _step = null;
    }

    private void ResumeOne(int index)
    {
        TaskCompletionSource<bool> turn = _paused[index];
        _paused.RemoveAt(index);
        turn.SetResult(true);
    }

    private void CancelOne()
    {
        (Operation operation, CancellationTokenSource cancel) = _cancellable[_random.Below(_cancellable.Count)];
        _cancellable.RemoveAll(c => c.Operation == operation);
        History.Add(new Interfered($"cancel #{operation.Id}", -1));
        cancel.Cancel();
    }

    private void ReleaseHung()
    {
        History.Add(new Interfered("release hung", -1));
        _drive.ReleaseHung();
    }

    private void PassTime()
    {
        TimeSpan by = _random.Chance(Scenario.Jumps)
            ? TimeSpan.FromSeconds(_random.Between(1, 70))
            : TimeSpan.FromTicks(1 + (long)(_random.Next() % (ulong)s_smallStep.Ticks));
        PassTime(by);
    }

    private void PassTime(TimeSpan by)
    {
        History.Add(new Interfered($"time +{by.TotalMilliseconds:0.###} ms", -1));
        _time.Advance(by);
    }

    private void InterfereOnce()
    {
        int zone = AnyZone(_random);
        ZoneInfo info = _drive.Inspect(zone);
        switch (_random.Below(Scenario.HasForeigners ? 8 : 5))
        {
            case 0 or 1 or 2:
                Interfere("device closes", zone, () => _drive.CloseByDevice(zone));
                break;
            case 3:
                Interfere("device finishes", zone, () => _drive.SetCondition(zone, ZoneCondition.Full));
                break;
            case 4 when _random.Chance(0.5):
                Interfere("device makes read-only", zone, () => _drive.SetCondition(zone, ZoneCondition.ReadOnly));
                break;
            case 4:
                Interfere("device takes offline", zone, () => _drive.SetCondition(zone, ZoneCondition.Offline));
                break;
            case 5 or 6 when info.HasValidWritePointer && info.WritePointer < info.End:
                long room = (info.End - info.WritePointer) / Stamp.BlockBytes;
                long to = info.WritePointer - info.Start + ((1 + _random.Below((int)Math.Min(room, 3))) * Stamp.BlockBytes);
                Interfere("foreign writer", zone, () => _drive.MoveWritePointer(zone, to));
                break;
            case 7 when info.HasValidWritePointer && info.WritePointer > info.Start:
                Interfere("lost write", zone, () => _drive.MoveWritePointer(zone, info.WritePointer - info.Start - Stamp.BlockBytes));
                break;
            default:
                break;
        }
    }
}
