using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.CompilerServices;

/// <summary>One read or write on its way to a thread of the scheduler. Its zone keeps finished ones for the next, so that a transfer allocates nothing.</summary>
internal sealed class TransferWork(CommandEngine engine, CommandZone zone) : DriveWork
{
    public CommandZone Zone => zone;

    public ZoneRequest? Request { get; set; }

    /// <summary>The request's ticket at submission.</summary>
    public long Ticket { get; set; }

    /// <summary>Bytes of the whole command; the request may be somebody else's when the work has ended.</summary>
    public long LengthBytes { get; set; }

    /// <summary>It stood in the zone's queue of writes.</summary>
    public bool IsQueued { get; set; }

    /// <summary>A write in front of it failed while it waited.</summary>
    public bool IsFollower { get; set; }

    /// <summary>Links works of the zone: those that wait, or the free ones.</summary>
    public TransferWork? NextInZone { get; set; }

    public override DriveStep Describe() =>
        new(Request!.Kind == ZoneRequestKind.Write ? DriveEvent.Write : DriveEvent.Read, Request.ZoneIndex, Request.Offset, LengthBytes);

    public override void Execute() => engine.Execute(this);
}
