namespace ZonedSdk.Hosting;

/// <summary>A device or volume of a host before it is open: what services get that are made before the host starts, hosted services among them. A keyed service by the device's name.</summary>
/// <typeparam name="T"><see cref="ZonedDevice"/>, or the type of a volume.</typeparam>
/// <example>
/// <code>
/// sealed class Ingest([FromKeyedServices("archive")] ZonedHandle&lt;ZonedDevice&gt; archive) : BackgroundService
/// {
///     protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
///         await archive.Value.FlushAsync(stoppingToken);
/// }
/// </code>
/// </example>
public sealed class ZonedHandle<T>
    where T : class
{
    private readonly TaskCompletionSource<T> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;

    internal ZonedHandle(string name) => Name = name;

    /// <summary>The name under which the device was registered.</summary>
    public string Name { get; }

    /// <summary>The device was opened. It stays true when the device is closed again.</summary>
    public bool IsOpen => Volatile.Read(ref _value) is not null;

    /// <summary>The open device or volume: there from the <c>StartAsync</c> of the host's other services on.</summary>
    /// <exception cref="InvalidOperationException">It is not open yet, or could not be opened.</exception>
    public T Value => Volatile.Read(ref _value) ?? throw new InvalidOperationException($"The device '{Name}' is not open: it is opened when the host starts, before the StartAsync of other services. What is made earlier, hosted services among it, takes a ZonedHandle<{typeof(T).Name}> and asks it for its Value from StartAsync on.");

    /// <summary>Waits until the host has opened it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token ended the wait, or the host could not open it.</exception>
    public Task<T> GetAsync(CancellationToken cancellationToken = default) => _opened.Task.WaitAsync(cancellationToken);

    internal void Open(T value)
    {
        Volatile.Write(ref _value, value);
        _opened.TrySetResult(value);
    }

    internal void GiveUp() => _opened.TrySetCanceled();
}
