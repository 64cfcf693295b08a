using System.Globalization;
using System.Text;
using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Explorer;

/// <content>States and steps in words, for the path to a violation.</content>
internal sealed partial class World
{
    public string Describe(Step step)
    {
        ModelZone zone = _zones[step.Zone];
        string where = _zones.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $"zone {step.Zone}: ") : "";
        return where + step.Kind switch
        {
            StepKind.Write => $"client {step.Index} submits a {_model.Clients[step.Index]}{(IsHostAware ? $" (place {step.Choice})" : "")}{(_believed[step.Index] == None ? "" : $" at {_believed[step.Index]}")}",
            StepKind.Manage => $"{ManageOperations[step.Choice]} is asked for",
            StepKind.Withdraw => $"waiting request {step.Index} gives up",
            StepKind.Execute => $"the drive executes {DescribeCommand(zone, step.Index)}: {(Ending)step.Choice}",
            StepKind.Acknowledge => $"the drive acknowledges {DescribeCommand(zone, step.Index)}",
            StepKind.Deliver => $"the runtime hears of {DescribeCommand(zone, step.Index)}",
            StepKind.HandOver => $"assigned write {step.Index} is handed over",
            StepKind.ExecuteManage => $"the drive executes {zone.ManageOperation}: {step.Choice switch { 0 => "well", 1 => "fails without effect", _ => "has its effect and fails" }}",
            StepKind.DeliverManage => $"the runtime hears of {zone.ManageOperation}",
            StepKind.Crash => $"power cut, the pointers come back at {string.Join(", ", _zones.Select(z => PointerAfterCut(step.Choice, z.Index)))}",
            StepKind.LieInReport => $"the report lies: {step.Choice switch { 0 => "above what was submitted", 1 => "below what was told", _ => "outside the zone" }}",
            StepKind.Disturb => step.Choice switch { 0 => "the drive finishes the zone", 1 => "the zone turns read-only", 2 => "the zone goes offline", 3 => "the drive loses what was not flushed", _ => "somebody else writes a block" },
            _ => step.Kind.ToString(),
        };
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (ModelZone zone in _zones)
        {
            ref ZoneState s = ref zone.S;
            long start = zone.B.Start;
            text.Append(CultureInfo.InvariantCulture, $"[{s.Mode} {s.Condition} wp {s.Submitted - start}/{s.Acknowledged - start}/{s.Durable - start}");
            text.Append(CultureInfo.InvariantCulture, $" waiting {s.Waiting.Count} queued {s.Queued.Count} flying {s.InFlight.Count} held {s.HeldBack.Count}");
            text.Append(CultureInfo.InvariantCulture, $" | drive {zone.Condition} {zone.Pointer} flushed {zone.Flushed} blocks {Convert.ToHexString(zone.Blocks)} told {Convert.ToHexString(zone.Told)}");
            text.Append(_pool.IsUnlimited ? "]" : $" | holds {s.Held}{(s.AwaitsCredit ? " awaits" : "")}{(zone.GrantOnItsWay ? " granted" : "")}]");
        }

        return text.ToString();
    }

    private string DescribeCommand(ModelZone zone, int index)
    {
        if (index >= zone.CommandCount)
        {
            return "nothing";
        }

        Command c = zone.Commands[index];
        ZoneRequest r = _requests[c.Slot];
        return string.Create(CultureInfo.InvariantCulture, $"the {r.Operation} of client {_client[c.Slot]} at {c.Offset}+{c.Length}{(c.Error == ZoneError.None ? "" : $" ({c.Error})")}");
    }
}
