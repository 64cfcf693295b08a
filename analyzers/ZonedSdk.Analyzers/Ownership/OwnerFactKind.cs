namespace ZonedSdk.Analyzers.Ownership;

internal enum OwnerFactKind
{
    /// <summary>Never ended where the body ends, or where nothing refers to it any more.</summary>
    Leaked,

    /// <summary>Ended on some paths to there and not on others.</summary>
    LeakedOnSomePaths,

    /// <summary>A reservation that is not ended where an exception leaves.</summary>
    Thrown,

    /// <summary>A struct that owns was copied.</summary>
    Copied,

    EndedTwice,

    UsedAfterEnd,

    /// <summary>Returned, stored or captured by what ends it nevertheless.</summary>
    EndedAfterEscape,

    /// <summary>Stored where nobody ends it.</summary>
    StoredForGood,
}
