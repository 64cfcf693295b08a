using System.Diagnostics;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Emulation;

/// <summary>One read or write command on its way through an emulated drive. Its zone keeps finished commands for the next ones, so that a command allocates nothing.</summary>
internal sealed class DriveCommand(EmulatedDrive? drive, DriveZone? zone) : DriveWork
{
    /// <summary>The zone; null in tests of the write pointer alone.</summary>
    public DriveZone? Zone { get; } = zone;

    public ZoneRequest? Request { get; set; }

    /// <summary>The request's ticket at submission: a completion after the request was recycled must not match.</summary>
    public long Ticket { get; set; }

    public bool IsWrite { get; set; }

    /// <summary>Offset within the zone.</summary>
    public long Offset { get; set; }

    /// <summary>Bytes of the whole command, coalesced requests included.</summary>
    public long LengthBytes { get; set; }

    public long End => Offset + LengthBytes;

    /// <summary>Bytes from the command's start that go to the medium or come from it: of a read those that are written.</summary>
    public long MovedBytes { get; set; }

    /// <summary>The medium would not carry the transfer out by itself: a thread does it.</summary>
    public bool NeedsThread { get; private set; }

    /// <summary>How the command ended, as the drive says it; final when the command leaves the write pointer's list.</summary>
    public BackendResult Result { get; set; }

    /// <summary>Bytes from the command's start that are on the medium, whether the drive says so or not.</summary>
    public long LandedBytes { get; private set; }

    /// <summary>The drive refused it before anything moved.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Nothing of this command touches buffer or medium any more.</summary>
    public bool IsExecuted { get; private set; }

    /// <summary>The submitter was told already (drives that do not acknowledge in order).</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>What a fault plan does to this command; null without one.</summary>
    public FaultRule? Fault { get; set; }

    /// <summary>The fault's own randomness.</summary>
    public ulong FaultSeed { get; set; }

    /// <summary>How long the command rests before it executes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Links commands of the zone: in the write pointer's order, among the deferred, parked, delivered or free ones.</summary>
    public DriveCommand? NextInZone { get; set; }

    public override int Lane => Zone!.Index;

    public override DriveStep Describe() =>
        new(IsWrite ? DriveEvent.Write : DriveEvent.Read, Zone!.Index, Zone.Start + Offset, LengthBytes);

    public override void Execute() => drive!.Execute(this);

    /// <summary>The medium has carried the transfer out, or failed to: <see cref="BackendResult.BytesTransferred"/> says how many bytes moved.</summary>
    public void EndTransfer(in BackendResult result) => drive!.EndTransfer(this, result);

    /// <summary>The medium has not carried the transfer out, and a call that blocks may: it begins anew, on a thread. What has moved already moves once more, to or from the same place.</summary>
    public void GiveToThread()
    {
        NeedsThread = true;
        drive!.Post(this);
        drive.Kick();
    }

    /// <summary>From here on nothing of the command touches buffer or medium.</summary>
    /// <param name="result">How it ended, as the drive will say it.</param>
    /// <param name="landedBytes">How much of it is on the medium from its start.</param>
    public void Settle(in BackendResult result, long landedBytes)
    {
        Debug.Assert(!IsExecuted, "A command ends once.");
        Debug.Assert(landedBytes >= 0 && landedBytes <= LengthBytes, "No more lands than was sent.");
        Result = result;
        LandedBytes = landedBytes;
        IsExecuted = true;
    }

    /// <summary>Back to the state of a new command.</summary>
    public void Clear()
    {
        Request = null;
        Fault = null;
        Result = default;
        LandedBytes = 0;
        IsRefused = false;
        NeedsThread = false;
        IsExecuted = false;
        IsAcknowledged = false;
        Delay = TimeSpan.Zero;
        NextInZone = null;
    }
}
