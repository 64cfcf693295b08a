using Microsoft.Extensions.Logging;

namespace ZonedSdk.Hosting.Logging;

/// <summary>A logger that does not throw: one of the user's that does must keep no device from being drained and closed.</summary>
/// <param name="logger">The user's.</param>
internal sealed class GuardedLogger(ILogger logger) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // There is nobody left to tell it to.
        }
    }
}
