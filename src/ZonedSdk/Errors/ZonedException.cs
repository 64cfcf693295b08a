namespace ZonedSdk;

/// <summary>The root of all exceptions that ZonedSdk throws for reasons of its own. Wrong arguments throw the BCL's argument exceptions.</summary>
public class ZonedException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ZonedException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What, where, numbers, what to do.</param>
    public ZonedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What, where, numbers, what to do.</param>
    /// <param name="innerException">What is behind it.</param>
    public ZonedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>True when the same operation may succeed later without anybody repairing anything. Default false.</summary>
    public virtual bool IsTransient => false;
}
