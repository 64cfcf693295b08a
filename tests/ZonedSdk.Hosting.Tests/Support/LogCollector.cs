using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ZonedSdk.Hosting.Tests.Support;

/// <summary>Keeps what is logged, and can be told to be slow.</summary>
internal sealed class LogCollector : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    /// <summary>Where it is set, each message waits for it, on the thread that logs.</summary>
    public ManualResetEventSlim? Block { get; set; }

    /// <summary>Throws at each message.</summary>
    public bool Throws { get; set; }

    /// <summary>A message is being kept back by <see cref="Block"/>.</summary>
    public TaskCompletionSource Blocked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the package has logged.</summary>
    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    public IReadOnlyList<LogEntry> Of(int id) => [.. _entries.Where(e => e.Id == id)];

    /// <summary>Waits until a message of this id was logged.</summary>
    public async Task<LogEntry> WaitForAsync(int id)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (Of(id) is [var entry, ..])
            {
                return entry;
            }

            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(5, limit.Token);
        }
    }

    public ILogger CreateLogger(string categoryName) => categoryName == "ZonedSdk.Hosting" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (Throws)
        {
            throw new InvalidOperationException("A logger of the user's that is broken.");
        }

        if (Block is { } block)
        {
            Blocked.TrySetResult();
            block.Wait();
        }

        var values = (IReadOnlyList<KeyValuePair<string, object?>>)state!;
        _entries.Enqueue(new LogEntry(eventId.Id, eventId.Name!, logLevel, formatter(state, exception), exception, values.ToDictionary()));
    }

    public void Dispose()
    {
    }
}

internal sealed record LogEntry(int Id, string Name, LogLevel Level, string Message, Exception? Exception, IReadOnlyDictionary<string, object?> Values);
