using System.Globalization;
using Spectre.Console;
using ZonedSdk;

namespace ZoneArchive;

/// <summary>
/// Stores a folder on a drive that begins to fail half-way, deletes a part of it and reclaims the zones while a reader reads, stores the
/// part again, opens the drive anew, verifies, restores, and compares every byte with the originals.
/// </summary>
internal sealed class Demonstration(DemoSource source, string work)
{
    private readonly string _image = Path.Combine(work, "drive.zimg");
    private readonly string _restored = Path.Combine(work, "restored");
    private readonly DemoReport _report = new();
    private readonly DemoFaults _faults = new();
    private readonly IAnsiConsole _screen = Screen.Open();

    /// <summary>Runs it.</summary>
    /// <returns>True when every byte came back.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        Say($"Source: {source.Folder}, {source.Items.Count} entries, {ByteText.Of(source.TotalBytes)}. {source.Note}");
        await DemoDrive.CreateAsync(_image, source.TotalBytes, cancellationToken);
        await using (ArchiveSession session = await OpenAsync(cancellationToken))
        {
            Geometry geometry = session.Device.Geometry;
            Say($"Drive: an emulated drive of {geometry.ZoneCount} zones of {ByteText.Of(geometry.ZoneSizeBytes)}, {session.Device.Limits.MaxOpenZones} of them open at most, in {_image}.");
            await StoreAsync(session.Archive, cancellationToken);
            await DeleteAndReclaimAsync(session.Archive, cancellationToken);
            _report.Take(session.Archive.Statistics);
        }

        await using (ArchiveSession session = await OpenAsync(cancellationToken))
        {
            Say("The drive is closed and opened again: the catalog comes back from its log.");
            await ReadBackAsync(session.Archive, cancellationToken);
            new ZoneMap(session.Archive).Draw(_screen);
        }

        FolderComparison comparison = await _report.TimeAsync(
            "compare", async () => await FolderComparison.RunAsync(source.Items, _restored, cancellationToken), result => (result.Entries, 2 * result.Bytes));
        return _report.Print(_screen, comparison, source);
    }

    private async Task StoreAsync(Archive archive, CancellationToken cancellationToken)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task arming = ArmHalfWayAsync(archive, watch.Token);
        await AddAsync("store, with faults from half-way on", archive, source.Items, cancellationToken);
        await watch.CancelAsync();
        await arming;
        _report.Faults = _faults.Hits();
        _faults.Disarm();
        Say("Faults injected: " + string.Join(", ", _report.Faults.Select(fault => $"{fault.Hits} x {fault.What}")) + ".");
    }

    private async Task ArmHalfWayAsync(Archive archive, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (archive.Statistics.BytesRead < source.TotalBytes / 2)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }

            _faults.Arm(archive.Volume);
        }
        catch (OperationCanceledException)
        {
            // Everything was stored before half of it was counted.
        }
    }

    private async Task DeleteAndReclaimAsync(Archive archive, CancellationToken cancellationToken)
    {
        HashSet<string> names = ChoosePart();
        ArchiveEntry[] entries = [.. archive.Catalog.Snapshot().Where(entry => names.Contains(entry.Name))];
        await archive.DeleteAsync(entries, cancellationToken);
        Say($"Deleted: {entries.Length} files, {ByteText.Of(entries.Sum(entry => entry.LengthBytes))}. Reclaiming their zones while a reader goes on reading.");
        new ZoneMap(archive).Draw(_screen);

        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<int> reader = ReadMeanwhileAsync(archive, reading.Token);
        ReclaimReport report = await _report.TimeAsync(
            "reclaim", () => archive.ReclaimAsync(new ReclaimOptions { MinGarbage = 0.1 }, _ => { }, cancellationToken), result => (result.ZonesReset, result.BytesCopied));
        await reading.CancelAsync();
        int filesRead = await reader;
        Say($"Reclaimed: {report.ZonesReset} zones reset, {ByteText.Of(report.BytesCopied)} copied, {ByteText.Of(report.BytesFreed)} of garbage gone; {filesRead} files were read and checked meanwhile. {string.Join(' ', report.Left)}");

        await AddAsync("store the deleted part again", archive, [.. source.Items.Where(item => names.Contains(item.Name))], cancellationToken);
    }

    private async Task ReadBackAsync(Archive archive, CancellationToken cancellationToken)
    {
        VerifyReport verified = await _report.TimeAsync(
            "verify", () => new Verifier(archive, _ => { }).RunAsync(cancellationToken), result => (result.Entries, result.Bytes));
        Say($"Verified: {verified.Extents} extents, {verified.Bad.Count} bad; {ByteText.Of(verified.OrphanBytes)} belong to no entry.");
        RestoreReport restored = await _report.TimeAsync(
            "restore", () => new Restorer(archive, _restored, _ => { }).RunAsync(archive.Catalog.Snapshot(), cancellationToken), result => (result.Entries, result.Bytes));
        foreach (string sentence in verified.Bad.Concat(restored.Failed).Take(10))
        {
            Say(sentence);
        }
    }

    private async Task AddAsync(string step, Archive archive, IReadOnlyList<SourceItem> items, CancellationToken cancellationToken)
    {
        var observer = new Counting();
        await _report.TimeAsync(
            step,
            async () =>
            {
                await ProgressView.RunAsync("Storing", items.Sum(item => item.LengthBytes), () => archive.Statistics.BytesRead, () => archive.AddAsync(items, new AddOptions(), observer, cancellationToken));
                return observer;
            },
            result => (result.Count, result.Bytes));
        Say($"Stored: {observer.Count} entries, {ByteText.Of(observer.Bytes)}, durable.");
    }

    /// <summary>A quarter of the bytes, from the middle of the names: enough garbage in some zones, and not all of any.</summary>
    private HashSet<string> ChoosePart()
    {
        var part = new HashSet<string>(StringComparer.Ordinal);
        long position = 0;
        foreach (SourceItem item in source.Items.Where(item => item.Kind == EntryKind.File))
        {
            position += item.LengthBytes;
            if (position > source.TotalBytes * 0.4 && position <= source.TotalBytes * 0.65)
            {
                part.Add(item.Name);
            }
        }

        return part;
    }

    private static async Task<int> ReadMeanwhileAsync(Archive archive, CancellationToken cancellationToken)
    {
        var reader = new ExtentReader(archive);
        int files = 0;
        try
        {
            while (true)
            {
                foreach (ArchiveEntry entry in archive.Catalog.Snapshot().Where(entry => entry.Extents.Length > 0))
                {
                    for (int index = 0; index < entry.Extents.Length; index++)
                    {
                        await reader.ReadAsync(entry, index, cancellationToken);
                    }

                    files++;
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            return files;
        }
    }

    private async Task<ArchiveSession> OpenAsync(CancellationToken cancellationToken) =>
        await ArchiveSession.OpenAsync(await DemoDrive.OpenAsync(_image, _faults.Plan, cancellationToken), cancellationToken);

    private static void Say(string sentence) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sentence.TrimEnd()}"));

    private sealed class Counting : IArchiveObserver
    {
        public int Count { get; private set; }

        public long Bytes { get; private set; }

        public void Stored(ArchiveEntry entry)
        {
            Count++;
            Bytes += entry.LengthBytes;
        }

        public void Skipped(string path, string reason) => Console.WriteLine($"skipped {path}: {reason}");
    }
}
