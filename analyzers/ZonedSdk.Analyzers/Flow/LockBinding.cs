using System.Collections.Immutable;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Ties a value (a guard, the result of a try, a task) to the gates that the call which made it acquires.</summary>
/// <param name="Form">How the value speaks for the gates.</param>
/// <param name="Gates">The gates.</param>
/// <param name="Site">Where they are acquired.</param>
/// <param name="Status">What has become of it.</param>
internal sealed record LockBinding(BindingForm Form, ImmutableArray<GateKey> Gates, AcquireSite Site, BindingStatus Status)
{
    /// <summary>For a condition: false means acquired.</summary>
    public bool IsNegated { get; init; }

    /// <summary>For a condition: the guard that holds the gates if it is true.</summary>
    public AccessRoot? Guard { get; init; }

    /// <summary>For a mixed one: on some path it is not decided yet, so that its truth still acquires there.</summary>
    public bool MayBePending { get; init; }

    public static LockBinding Join(LockBinding left, LockBinding right) => left.Status == right.Status && left.MayBePending == right.MayBePending
        ? left
        : left with { Status = BindingStatus.Mixed, MayBePending = left.IsOpen || right.IsOpen };

    private bool IsOpen => MayBePending || Status == BindingStatus.Pending;

    public bool Equals(LockBinding? other) =>
        other is not null && (ReferenceEquals(this, other)
            || (Form == other.Form && Status == other.Status && IsNegated == other.IsNegated && MayBePending == other.MayBePending && Equals(Guard, other.Guard) && Site.Equals(other.Site) && Gates.SequenceEqual(other.Gates)));

    public override int GetHashCode() => ((int)Form * 31) + (int)Status;
}
