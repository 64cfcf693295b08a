namespace ZonedSdk.Analyzers.Protocol;

/// <summary>What a body does with a write pointer, or with what it has from one.</summary>
internal enum PointerEventKind
{
    /// <summary>Moves the pointer on.</summary>
    Advance,

    /// <summary>Moves the pointer back by arithmetic, or puts a former value back that it had moved past.</summary>
    WindBack,

    /// <summary>Gives the pointer any other value.</summary>
    Write,

    /// <summary>Issues I/O.</summary>
    Issue,

    /// <summary>Branches.</summary>
    Decide,

    /// <summary>Stores a copy in a field or property.</summary>
    Store,
}
