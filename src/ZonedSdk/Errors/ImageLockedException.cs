namespace ZonedSdk;

/// <summary>Another process, or another handle of this one, has the image open.</summary>
public sealed class ImageLockedException : ZonedException
{
    /// <summary>Makes an exception that names image and lock.</summary>
    /// <param name="path">The image's path.</param>
    /// <param name="lockName">The lock that could not be had: <c>fcntl</c> (of the open file description) or <c>flock</c>.</param>
    /// <param name="message">What, where, and what to do.</param>
    public ImageLockedException(string path, string lockName, string message)
        : base(message)
    {
        Path = path;
        LockName = lockName;
    }

    /// <summary>The image's path.</summary>
    public string Path { get; }

    /// <summary>The lock that could not be had.</summary>
    public string LockName { get; }

    /// <summary>True: the lock goes with the other opener.</summary>
    public override bool IsTransient => true;
}
