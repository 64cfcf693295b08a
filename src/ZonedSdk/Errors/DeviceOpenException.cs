namespace ZonedSdk;

/// <summary>The system refused to open a device: no permission, in use, or gone.</summary>
public sealed class DeviceOpenException : ZonedException
{
    /// <summary>Makes an exception that carries the system's answer.</summary>
    /// <param name="path">The device's path.</param>
    /// <param name="errno">The system's error number.</param>
    /// <param name="message">What, where, the numbers, and what to do.</param>
    public DeviceOpenException(string path, int errno, string message)
        : base(message)
    {
        Path = path;
        Errno = errno;
    }

    /// <summary>The device's path.</summary>
    public string Path { get; }

    /// <summary>The system's error number.</summary>
    public int Errno { get; }

    /// <summary>True where somebody else uses the device (EBUSY).</summary>
    public override bool IsTransient => Errno == Interop.Errno.Busy;
}
