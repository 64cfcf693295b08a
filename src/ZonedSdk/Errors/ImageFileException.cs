namespace ZonedSdk;

/// <summary>The system refused an operation on an image's file while it was created, opened or checked.</summary>
public sealed class ImageFileException : ZonedException
{
    /// <summary>Makes an exception that carries the system's answer.</summary>
    /// <param name="path">The image's path.</param>
    /// <param name="operation">The system call, or what was attempted.</param>
    /// <param name="errno">The system's error number.</param>
    /// <param name="message">What, where, the numbers, and what to do.</param>
    public ImageFileException(string path, string operation, int errno, string message)
        : base(message)
    {
        Path = path;
        Operation = operation;
        Errno = errno;
    }

    /// <summary>The image's path.</summary>
    public string Path { get; }

    /// <summary>The system call, or what was attempted.</summary>
    public string Operation { get; }

    /// <summary>The system's error number.</summary>
    public int Errno { get; }
}
