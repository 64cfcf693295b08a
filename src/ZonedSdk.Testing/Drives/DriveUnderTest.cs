using ZonedSdk.Backends;

namespace ZonedSdk.Testing;

/// <summary>One drive for one case: how a backend over it is opened, and what can be done to it beyond commands.</summary>
public abstract class DriveUnderTest : IAsyncDisposable
{
    /// <summary>What can be made to go wrong.</summary>
    /// <value>Default null: nothing; cases that need a fault do not apply.</value>
    public virtual IFaultInjector? Faults => null;

    /// <summary>Whether the drive is switched off between the end of one backend and <see cref="OpenAsync"/>: open zones are then Closed, or Empty where nothing is written.</summary>
    /// <value>Default false: the medium stays as the backend left it.</value>
    public virtual bool IsSwitchedOff => false;

    /// <summary>Open and active zones as the drive itself counts them.</summary>
    /// <value>Default null: it does not say; they are counted from its reports.</value>
    public virtual (int Open, int Active)? Counts => null;

    /// <summary>Opens a backend over the drive. Called again, after the backend before was disposed, it opens the same medium.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Removes what the drive left behind; the backend was disposed before.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
