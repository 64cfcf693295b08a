namespace ZonedSdk.Backends.Emulation;

/// <summary>One step that a drive wants to have executed: a read or write, or a stretch of a management command, report or flush.</summary>
internal abstract class DriveWork
{
    /// <summary>Links works in whichever queue holds them; a work stands in one at a time.</summary>
    public DriveWork? NextWork { get; set; }

    /// <summary>Works of one lane are executed in the order of submission; those of different lanes need not be.</summary>
    public virtual int Lane => 0;

    /// <summary>What this is, for a scheduler that chooses.</summary>
    public abstract DriveStep Describe();

    /// <summary>Runs the step. It may block on the medium, and it may complete requests: no lock is held.</summary>
    public abstract void Execute();
}
