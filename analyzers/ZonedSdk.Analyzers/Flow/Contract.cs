using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>All that the annotations say about one member, parameter or type, with what it inherits through overrides and interfaces.</summary>
internal sealed record Contract
{
    public static readonly Contract None = new();

    /// <summary>The gate of a guarded field or property.</summary>
    public GatePath? GuardedBy { get; init; }

    /// <summary>For reading, a read lock is enough.</summary>
    public bool IsShared { get; init; }

    public bool IsWritePointer { get; init; }

    public ImmutableArray<GatePath> Requires { get; init; } = ImmutableArray<GatePath>.Empty;

    public ImmutableArray<GatePath> Excludes { get; init; } = ImmutableArray<GatePath>.Empty;

    public ImmutableArray<GatePath> Acquires { get; init; } = ImmutableArray<GatePath>.Empty;

    public ImmutableArray<GatePath> Releases { get; init; } = ImmutableArray<GatePath>.Empty;

    public GatePath? Returns { get; init; }

    /// <summary>The <c>DeviceIo</c> annotation; null where the member issues none.</summary>
    public AttributeData? DeviceIo { get; init; }

    public bool Resynchronizes { get; init; }

    /// <summary>The returned value is an address that the device assigned.</summary>
    public bool ReturnsAssignedOffset { get; init; }

    public bool IsReservation { get; init; }

    public bool TakesOwnership { get; init; }

    public bool RunsImmediately { get; init; }

    public ImmutableArray<GatePath> AcquiredBefore { get; init; } = ImmutableArray<GatePath>.Empty;

    public bool IsEmpty => ReferenceEquals(this, None);
}
