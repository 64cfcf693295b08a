using System.Threading.Channels;
using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Makes files durable in groups, so that one flush covers many. First the flush that makes their extents durable, then their records in the
/// catalog log and the flush of these: at no moment is there a record of data that a power cut may take. Only then they are reported.
/// </summary>
internal sealed class GroupCommitter(
    ZonedDevice device, CatalogLog log, ArchiveStatistics statistics, IArchiveObserver observer, AddOptions options)
{
    /// <summary>Commits what becomes ready, until the channel is complete.</summary>
    public async Task RunAsync(ChannelReader<FileDraft> ready, CancellationToken abort)
    {
        var group = new List<FileDraft>();
        while (await ready.WaitToReadAsync(abort))
        {
            await GatherAsync(ready, group, abort);
            await CommitAsync(group);
            group.Clear();
        }
    }

    private async Task GatherAsync(ChannelReader<FileDraft> ready, List<FileDraft> group, CancellationToken abort)
    {
        using var delay = new CancellationTokenSource(options.GroupDelay);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(delay.Token, abort);
        long bytes = 0;
        try
        {
            do
            {
                while (bytes < options.GroupBytes && group.Count < options.GroupFiles && ready.TryRead(out FileDraft? draft))
                {
                    group.Add(draft);
                    bytes += draft.LengthBytes;
                }
            }
            while (bytes < options.GroupBytes && group.Count < options.GroupFiles && await ready.WaitToReadAsync(limit.Token));
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested)
        {
            // The group has waited long enough for company.
        }
    }

    private async Task CommitAsync(List<FileDraft> group)
    {
        ArchiveEntry[] entries = [.. group.Select(draft => draft.ToEntry())];
        if (entries.Any(entry => entry.Extents.Length > 0))
        {
            await device.FlushAsync(CancellationToken.None);
        }

        await log.CommitAsync([.. entries.SelectMany(ArchiveCatalog.RecordsOf)]);
        statistics.AddGroup();
        foreach (ArchiveEntry entry in entries)
        {
            observer.Stored(entry);
        }
    }
}
