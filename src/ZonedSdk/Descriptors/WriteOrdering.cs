namespace ZonedSdk.Descriptors;

/// <summary>Who keeps the writes of a zone in order.</summary>
public enum WriteOrdering
{
    /// <summary>The adapter: it runs the writes of a zone one after another in the order of submission, and fails those behind a failed one.</summary>
    Queued = 0,

    /// <summary>The drive refuses a write that is not at its write pointer, and commands may overtake each other on the way to it: the runtime hands over one command per zone at a time.</summary>
    Required = 1,
}
