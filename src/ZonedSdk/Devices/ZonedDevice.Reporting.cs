using System.Diagnostics;
using System.Runtime.CompilerServices;
using ZonedSdk.Annotations;
using ZonedSdk.Devices;

namespace ZonedSdk;

/// <content>Reports: what the drive says. A listing never changes what the runtime believes.</content>
public sealed partial class ZonedDevice
{
    /// <summary>Lists zones as the drive reports them, page by page. A zone with writes in flight may have moved by the time it is seen.</summary>
    /// <param name="filter">Which zones to list.</param>
    /// <param name="source">Who is asked. Filters by what only the drive knows (which of the active zones are open, what it recommends) have it asked in any case.</param>
    /// <param name="cancellationToken">Stops the listing, before the next zone and while a page is waited for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such filter or source.</exception>
    /// <exception cref="ZonedIOException">The report failed, took longer than <see cref="ZonedDeviceOptions.ReportTimeout"/>, or cannot be believed.</exception>
    [DeviceIo]
    public IAsyncEnumerable<ZoneInfo> ReportAsync(ReportFilter filter = ReportFilter.All, ReportSource source = ReportSource.Drive, CancellationToken cancellationToken = default) =>
        ReportAsync(0, Geometry.ZoneCount, filter, source, cancellationToken);

    /// <summary>Lists a range of zones as the drive reports them, page by page.</summary>
    /// <param name="firstZone">Index of the first zone.</param>
    /// <param name="count">Number of zones to look at; what lies beyond the last zone is not an error.</param>
    /// <param name="filter">Which of them to list.</param>
    /// <param name="source">Who is asked. Filters by what only the drive knows (which of the active zones are open, what it recommends) have it asked in any case.</param>
    /// <param name="cancellationToken">Stops the listing, before the next zone and while a page is waited for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such zone, filter or source, or the count is negative.</exception>
    /// <exception cref="ZonedIOException">The report failed, took longer than <see cref="ZonedDeviceOptions.ReportTimeout"/>, or cannot be believed.</exception>
    [DeviceIo]
    public IAsyncEnumerable<ZoneInfo> ReportAsync(int firstZone, int count, ReportFilter filter = ReportFilter.All, ReportSource source = ReportSource.Drive, CancellationToken cancellationToken = default)
    {
        CheckZone(firstZone);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (!Enum.IsDefined(filter))
        {
            throw new ArgumentOutOfRangeException(nameof(filter), filter, "There is no such report filter.");
        }

        if (!Enum.IsDefined(source))
        {
            throw new ArgumentOutOfRangeException(nameof(source), source, "There is no such report source.");
        }

        ThrowIfUnreadable();
        return ListAsync(firstZone, Math.Min(count, _zones.Count - firstZone), filter, OnlyDriveTells(filter) ? ReportSource.Drive : source, cancellationToken);
    }

    /// <summary>Reports one zone from the drive. A faulted zone with nothing outstanding is recovered by it.</summary>
    /// <param name="zone">Zone index.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZonedIOException">The report failed or cannot be believed.</exception>
    [DeviceIo]
    public async ValueTask<ZoneInfo> ReportZoneAsync(int zone, CancellationToken cancellationToken = default)
    {
        CheckZone(zone);
        ThrowIfUnreadable();
        if (_zones.Find(zone)?.Status().IsFaulted == true)
        {
            await RecoverAsync(zone, cancellationToken).ConfigureAwait(false);
        }

        await foreach (ZoneInfo info in ListAsync(zone, 1, ReportFilter.All, ReportSource.Drive, cancellationToken).ConfigureAwait(false))
        {
            return info;
        }

        throw ZonedErrors.OfDevice($"The report of zone {zone} of {Name} came back empty.", ZoneError.ReportFailed);
    }

    private async IAsyncEnumerable<ZoneInfo> ListAsync(int firstZone, int count, ReportFilter filter, ReportSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ReadOnlyMemory<ZoneInfo> page in ReportReader.ReadAsync(_context, firstZone, count, source, cancellationToken).ConfigureAwait(false))
        {
            for (int i = 0; i < page.Length; i++)
            {
                // A page may have thousands of zones, and whoever looks at them may take its time.
                cancellationToken.ThrowIfCancellationRequested();
                if (Matches(filter, page.Span[i]))
                {
                    yield return page.Span[i];
                }
            }
        }
    }

    private static bool OnlyDriveTells(ReportFilter filter) => filter is
        ReportFilter.ImplicitlyOpen or ReportFilter.ExplicitlyOpen or ReportFilter.Closed or ReportFilter.ResetRecommended or ReportFilter.NonSequential;

    private static bool Matches(ReportFilter filter, in ZoneInfo zone) => filter switch
    {
        ReportFilter.All => true,
        ReportFilter.Empty => zone.Condition == ZoneCondition.Empty,
        ReportFilter.ImplicitlyOpen => zone.Condition == ZoneCondition.ImplicitlyOpen,
        ReportFilter.ExplicitlyOpen => zone.Condition == ZoneCondition.ExplicitlyOpen,
        ReportFilter.Closed => zone.Condition == ZoneCondition.Closed,
        ReportFilter.Full => zone.Condition == ZoneCondition.Full,
        ReportFilter.ReadOnly => zone.Condition == ZoneCondition.ReadOnly,
        ReportFilter.Offline => zone.Condition == ZoneCondition.Offline,
        ReportFilter.ResetRecommended => zone.ResetRecommended,
        ReportFilter.NonSequential => zone.NonSequential,
        ReportFilter.NotWritePointer => zone.Condition == ZoneCondition.NotWritePointer,
        ReportFilter.Active => zone.Condition is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen or ZoneCondition.Closed or ZoneCondition.Active,
        _ => throw new UnreachableException($"The filter {filter} was let in."),
    };
}
