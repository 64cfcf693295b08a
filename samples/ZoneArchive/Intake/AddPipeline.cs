using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Readers, appenders and a committer with bounded channels between them. Being stopped and failing are two things: when the user stops it,
/// or the volume is full, the readers end and what they have read is still appended and committed; when a later stage fails, all stages end.
/// </summary>
internal sealed class AddPipeline(ZonedDevice device, CatalogLog log, SegmentWriter writer, ArchiveStatistics statistics, IArchiveObserver observer, AddOptions options)
{
    private readonly Channel<SourceItem> _found = Channel.CreateBounded<SourceItem>(256);
    private readonly Channel<Segment> _full = Channel.CreateBounded<Segment>(options.Appenders);
    private readonly Channel<FileDraft> _ready = Channel.CreateUnbounded<FileDraft>();
    private Exception? _failure;

    /// <summary>Stores the items.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; what was reported as stored is stored.</exception>
    public async Task RunAsync(IEnumerable<SourceItem> items, CancellationToken cancellationToken)
    {
        using var abort = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, abort.Token);

        Task scan = StageAsync(() => ScanAsync(items, stop.Token), stop);
        Task read = StagesAsync(options.Readers, () => ReadAsync(stop.Token, abort.Token), stop);
        Task append = StagesAsync(options.Appenders, () => AppendAsync(abort.Token), abort);
        Task commit = StageAsync(() => new GroupCommitter(device, log, statistics, observer, options).RunAsync(_ready.Reader, abort.Token), abort);

        await scan;
        _found.Writer.Complete();
        await read;
        _full.Writer.Complete();
        await append;
        _ready.Writer.Complete();
        await commit;

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task ScanAsync(IEnumerable<SourceItem> items, CancellationToken stop)
    {
        foreach (SourceItem item in items)
        {
            await _found.Writer.WriteAsync(item, stop);
        }
    }

    private async Task ReadAsync(CancellationToken stop, CancellationToken abort)
    {
        var packer = new Packer(writer, _full.Writer, statistics);
        try
        {
            await foreach (SourceItem item in _found.Reader.ReadAllAsync(stop))
            {
                try
                {
                    await packer.AddAsync(item, new FileDraft(item, draft => _ready.Writer.TryWrite(draft)), stop);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    // The file could not be read. Pieces of it that were packed already become garbage: nothing refers to them.
                    observer.Skipped(item.Path, error.Message);
                }
            }
        }
        finally
        {
            await packer.FinishAsync(abort);
        }
    }

    private async Task AppendAsync(CancellationToken abort)
    {
        await foreach (Segment segment in _full.Reader.ReadAllAsync(abort))
        {
            await writer.WriteAsync(segment, abort);
        }
    }

    private Task StagesAsync(int count, Func<Task> stage, CancellationTokenSource onFailure) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => StageAsync(stage, onFailure)));

    /// <summary>Runs a stage to its end. It never throws: the first failure is kept, and cancels what it makes pointless.</summary>
    private async Task StageAsync(Func<Task> stage, CancellationTokenSource onFailure)
    {
        try
        {
            await Task.Run(stage);
        }
        catch (OperationCanceledException)
        {
            // Stopped, or ended by another stage's failure.
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _failure, error, null);
            await onFailure.CancelAsync();
        }
    }
}
