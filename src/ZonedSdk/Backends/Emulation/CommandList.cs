namespace ZonedSdk.Backends.Emulation;

/// <summary>A first-in-first-out list of a zone's commands. Not safe by itself: the zone's gate guards it.</summary>
internal sealed class CommandList
{
    private DriveCommand? _first;
    private DriveCommand? _last;

    public void Add(DriveCommand command)
    {
        command.NextInZone = null;
        if (_last is null)
        {
            _first = command;
        }
        else
        {
            _last.NextInZone = command;
        }

        _last = command;
    }

    public DriveCommand? Take()
    {
        DriveCommand? command = _first;
        if (command is not null)
        {
            _first = command.NextInZone;
            _last = _first is null ? null : _last;
            command.NextInZone = null;
        }

        return command;
    }
}
