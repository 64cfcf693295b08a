using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Simulation.Simulator;

/// <content>What is written down besides calls and commands: every change at the drive, and every change of the runtime's own view.</content>
internal sealed partial class World
{
    private ZoneInfo[] _lastDrive = [];
    private int[] _lives = [];
    private ZoneStatus[] _lastStatus = [];
    private (int Open, int Active) _lastOccupied;
    private (DriveEvent Event, int Zone)? _step;
    private ChangeCause _cause;

    /// <summary>Looks at the drive itself, past every command: called before anything is told to anybody, so that the history has the truth before the telling.</summary>
    public void SampleDrive()
    {
        for (int zone = 0; zone < _lastDrive.Length; zone++)
        {
            ZoneInfo before = _lastDrive[zone];
            ZoneInfo now = _drive.Inspect(zone);
            if (now == before)
            {
                continue;
            }

            _lastDrive[zone] = now;
            bool wasWritten = before.Condition != ZoneCondition.Empty && !(before.HasValidWritePointer && before.WritePointer == before.Start);
            bool isNewLife = now.Condition == ZoneCondition.Empty && wasWritten && _step == (DriveEvent.Reset, zone);
            _lives[zone] += isNewLife ? 1 : 0;
            History.Add(new ZoneMoved(before, now, _lives[zone], _cause) { IsNewLife = isNewLife });
        }

        (int Open, int Active) occupied = (_drive.OpenZoneCount, _drive.ActiveZoneCount);
        if (occupied != _lastOccupied)
        {
            _lastOccupied = occupied;
            History.Add(new Occupied(occupied.Open, occupied.Active));
        }
    }

    private void SampleRuntime()
    {
        for (int zone = Scenario.Drive.ConventionalZones; zone < _lastStatus.Length; zone++)
        {
            ZoneStatus status = Sabotage.BendStatus(Device.GetStatus(zone));
            if (status != _lastStatus[zone])
            {
                _lastStatus[zone] = status;
                History.Add(new StatusChanged(status));
            }
        }
    }

    private void Interfere(string what, int zone, Action act)
    {
        History.Add(new Interfered(what, zone));
        _cause = ChangeCause.Interference;
        act();
        SampleDrive();
        _cause = ChangeCause.Command;
    }
}
