namespace ZonedSdk.Annotations;

/// <summary>When the I/O that a <see cref="DeviceIoAttribute"/> member issues is complete.</summary>
public enum IoCompletion
{
    /// <summary>Taken from the return type: not awaitable means <see cref="AtReturn"/>, awaitable means <see cref="WhenAwaited"/>.</summary>
    Default = 0,

    /// <summary>Complete when the member returns: it blocks.</summary>
    AtReturn = 1,

    /// <summary>Complete when the returned task is awaited.</summary>
    WhenAwaited = 2,

    /// <summary>Complete later, by a callback: the member only submits.</summary>
    Later = 3,
}
