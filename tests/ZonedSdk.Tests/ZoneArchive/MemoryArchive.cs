using ZoneArchive;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Samples;

/// <summary>A volume on a memory drive that can be closed, cut off from power, and opened again.</summary>
internal sealed class MemoryArchive : IAsyncDisposable, IArchiveObserver
{
    private readonly MemoryDriveOptions _options;
    private readonly List<ArchiveEntry> _stored = [];

    private MemoryArchive(MemoryDriveOptions options)
    {
        _options = options;
    }

    public MemoryDrive Drive { get; private set; } = null!;

    public ZonedDevice Device { get; private set; } = null!;

    public Archive Archive { get; private set; } = null!;

    /// <summary>Names that were reported as stored, in order.</summary>
    public IReadOnlyList<string> Stored
    {
        get
        {
            lock (_stored)
            {
                return [.. _stored.Select(entry => entry.Name)];
            }
        }
    }

    public static MemoryDriveOptions Shape(long sizeBytes = 128 << 20, long zoneSizeBytes = 2 << 20) => new()
    {
        SizeBytes = sizeBytes,
        ZoneSizeBytes = zoneSizeBytes,
        Limits = new Limits { MaxOpenZones = 16 },
        Scheduling = MemoryDriveScheduling.ThreadPool,
    };

    public static async Task<MemoryArchive> CreateAsync(MemoryDriveOptions? options = null)
    {
        var archive = new MemoryArchive(options ?? Shape());
        archive.Drive = new MemoryDrive(archive._options);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(archive.Drive))
        {
            await Archive.FormatAsync(device, TimeProvider.System, CancellationToken.None);
        }

        await archive.ReopenAsync();
        return archive;
    }

    /// <summary>Opens what the last drive left behind.</summary>
    /// <param name="faults">What goes wrong from now on.</param>
    /// <param name="beforeClose">What happens to the drive when nobody uses it any more.</param>
    public async Task ReopenAsync(FaultPlan? faults = null, Action? beforeClose = null)
    {
        beforeClose?.Invoke();
        await CloseAsync();
        Drive = Drive.Reopen(_options with { Faults = faults });
        Device = await ZonedDevice.OpenAsync(Drive);
        Archive = await Archive.OpenAsync(Device);
    }

    public Task AddAsync(params string[] paths) => AddAsync(new AddOptions(), CancellationToken.None, paths);

    public Task AddAsync(AddOptions options, CancellationToken cancellationToken, params string[] paths) =>
        Archive.AddAsync(SampleFolder.Scan(paths), options, this, cancellationToken);

    /// <summary>Restores everything and compares it with the originals.</summary>
    public async Task AssertRestoresAsync(SampleFolder folder, params string[] paths)
    {
        string target = folder.PathOf("restored");
        RestoreReport report = await new Restorer(Archive, target, _ => { }).RunAsync(Archive.Catalog.Snapshot(), CancellationToken.None);
        Assert.Empty(report.Failed);
        FolderComparison comparison = await FolderComparison.RunAsync(SampleFolder.Scan(paths), target, CancellationToken.None);
        Assert.Empty(comparison.Differences);
        Directory.Delete(target, recursive: true);
    }

    public Task<VerifyReport> VerifyAsync() => new Verifier(Archive, _ => { }).RunAsync(CancellationToken.None);

    public void Skipped(string path, string reason) => Assert.Fail($"{path}: {reason}");

    void IArchiveObserver.Stored(ArchiveEntry entry)
    {
        lock (_stored)
        {
            _stored.Add(entry);
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task CloseAsync()
    {
        if (Archive is not null)
        {
            await Archive.DisposeAsync();
        }

        if (Device is not null)
        {
            try
            {
                await Device.DisposeAsync();
            }
            catch (ZonedException)
            {
                // A drive without power cannot be flushed.
            }
        }
    }
}
