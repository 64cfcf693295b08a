using ZonedSdk.Annotations;
using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends;

/// <summary>Makes calls of a described backend fail with error codes of the system, so that its own table says what they mean. Thread-safe.</summary>
public sealed class CommandFaults : ICommandProbe
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private readonly List<Rule> _rules = [];

    /// <summary>Adds a rule; of several that hit one call the one added first counts.</summary>
    /// <param name="command">Which command.</param>
    /// <param name="code">The error code; positive.</param>
    /// <param name="zone">Which zone; -1 = any.</param>
    /// <param name="count">How many calls, at least 1.</param>
    public void Fail(ZoneCommand command, int code, int zone = IZoneBackend.AllZones, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(code);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        lock (_gate)
        {
            _rules.Add(new Rule(command, zone, code) { Left = count });
        }
    }

    /// <inheritdoc/>
    public int Before(in CommandCall call)
    {
        lock (_gate)
        {
            for (int index = 0; index < _rules.Count; index++)
            {
                Rule rule = _rules[index];
                if (rule.Command == call.Command && (rule.Zone == IZoneBackend.AllZones || rule.Zone == call.Zone))
                {
                    if (--rule.Left == 0)
                    {
                        _rules.RemoveAt(index);
                    }

                    return rule.Code;
                }
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public void After(in CommandCall call, long result, ZoneError error)
    {
        // Nothing to do: the fault was injected before the call.
    }

    private sealed class Rule(ZoneCommand command, int zone, int code)
    {
        public ZoneCommand Command => command;

        public int Zone => zone;

        public int Code => code;

        public int Left { get; set; }
    }
}
