using System.Runtime.CompilerServices;

namespace ZonedSdk.Backends.Emulation;

/// <summary>Awaiting one continues on the drive's scheduler: a management command, a report or a flush is a step like any other. With a zone it continues when nothing of that zone executes, and the zone is then the awaiter's until <see cref="DriveZone.LeaveLocked"/>.</summary>
internal sealed class DriveHop(EmulatedDrive drive, DriveStep step, DriveZone? zone = null) : DriveWork, ICriticalNotifyCompletion
{
    private Action? _continuation;

    /// <summary>How long the command rests before it executes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Held back until the test releases what hangs.</summary>
    public bool Hangs { get; set; }

    /// <summary>Links hops that wait for their zone.</summary>
    public DriveHop? NextWaiter { get; set; }

    /// <summary>A hop always goes through the scheduler.</summary>
    public bool IsCompleted => false;

    public DriveHop GetAwaiter() => this;

    public void GetResult()
    {
        // Nothing to hand over: arriving is the result.
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        _continuation = continuation;
        drive.Post(this);
        drive.Kick();
    }

    public override DriveStep Describe() => step;

    public override void Execute()
    {
        if (Delay > TimeSpan.Zero)
        {
            TimeSpan delay = Delay;
            Delay = TimeSpan.Zero;
            drive.PostLater(this, delay);
            return;
        }

        if (Hangs)
        {
            Hangs = false;
            if (drive.TryHold(this))
            {
                return;
            }
        }

        if (zone is null || zone.TryEnter(this))
        {
            _continuation!();
        }
    }
}
