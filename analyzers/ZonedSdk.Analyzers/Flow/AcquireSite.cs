using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Where a gate was acquired. A lock region is what one site covers, so its site is the region's identity.</summary>
/// <param name="Operation">The acquiring call; null where the caller holds the gate by contract.</param>
/// <param name="Kind">What sort of lock it is.</param>
/// <param name="IsGuard">The gate is released by disposing a value, not by a call that names it.</param>
internal sealed record AcquireSite(IOperation? Operation, GateKind Kind, bool IsGuard)
{
    /// <summary>Held by the caller when the body begins.</summary>
    public static readonly AcquireSite Entry = new(null, GateKind.Custom, false);

    /// <summary>Held on entry too, but only until the first await or yield.</summary>
    public static readonly AcquireSite EntryUntilAwait = new(null, GateKind.Custom, true);

    /// <summary>Held, for the code has asked and was told so; nobody knows who acquired it and what for.</summary>
    public static readonly AcquireSite Told = new(null, GateKind.Custom, false) { IsTold = true };

    /// <summary>The gate came with the call of this body.</summary>
    public bool IsEntry => Operation is null;

    /// <summary>A contract says that whoever calls this body holds the gate.</summary>
    public bool IsContract => IsEntry && !IsTold;

    private bool IsTold { get; init; }

    public Location? Location => Operation?.Syntax.GetLocation();

    /// <summary>Monitor, Lock, SpinLock and ReaderWriterLockSlim belong to the thread that entered; a semaphore does not.</summary>
    public bool IsThreadAffine => Kind is GateKind.Monitor or GateKind.Lock or GateKind.Spin or GateKind.ReaderWriter;
}
