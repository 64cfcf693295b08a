namespace ZonedSdk.Maps;

/// <summary>What a map says of a zone: its condition, or what the runtime is doing about it. A greater value matters more: of many zones in one cell the greatest is the one whose mark is seen.</summary>
public enum ZoneMapState
{
    /// <summary>It has no write pointer and takes writes anywhere.</summary>
    Conventional = 0,

    /// <summary>Nothing is written.</summary>
    Empty = 1,

    /// <summary>Written to its capacity, or finished.</summary>
    Full = 2,

    /// <summary>Partly written and not open.</summary>
    Closed = 3,

    /// <summary>Partly written, and who reported it does not know whether it is open (<see cref="ZoneCondition.Active"/>).</summary>
    Active = 4,

    /// <summary>Opened by a write.</summary>
    ImplicitlyOpen = 5,

    /// <summary>Opened by an OPEN command.</summary>
    ExplicitlyOpen = 6,

    /// <summary>Takes no more writes.</summary>
    ReadOnly = 7,

    /// <summary>A recovery is under way: see <see cref="ZoneStatus.IsRecovering"/>.</summary>
    Recovering = 8,

    /// <summary>Neither reads nor writes work.</summary>
    Offline = 9,

    /// <summary>Its state is unproven: see <see cref="ZoneStatus.IsFaulted"/>.</summary>
    Faulted = 10,
}
