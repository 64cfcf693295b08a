using System.Diagnostics;
using CustomBackend;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Descriptors;

namespace ZonedSdk.Tests.Backends;

/// <summary>What the sample's folder holds, beyond how it behaves as a drive.</summary>
public sealed class FolderBackendTests : IDisposable
{
    private const int Block = 4096;
    private const int ZoneBytes = 8 * Block;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-folder");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_is_as_long_as_its_zones_write_pointer()
    {
        FolderBackend backend = Open();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(backend);
        Assert.False(File.Exists(backend.PathOf(1)));
        await device.AppendAsync(1, new byte[3 * Block]);
        Assert.Equal(3 * Block, new FileInfo(backend.PathOf(1)).Length);
        await device.FinishZoneAsync(1);
        await device.FlushAsync();
        Assert.Equal(ZoneBytes, new FileInfo(backend.PathOf(1)).Length);
        await device.ResetZoneAsync(1);
        Assert.Equal(0, new FileInfo(backend.PathOf(1)).Length);
    }

    [Theory]
    [InlineData(BackendScheduling.Inline)]
    [InlineData(BackendScheduling.ThreadPool)]
    [InlineData(BackendScheduling.Threads)]
    public async Task A_zone_is_written_on_whatever_threads_were_asked_for(BackendScheduling scheduling)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Open(scheduling: scheduling));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => device.AppendAsync(1, new byte[Block]).AsTask()));
        Assert.Equal(4 * Block, device.GetZone(1).WritePointer - device.GetZone(1).Start);
    }

    [Fact]
    public async Task A_file_that_somebody_else_made_is_a_zone_and_a_part_of_a_block_is_none()
    {
        FolderBackend plan = Open();
        await plan.DisposeAsync();
        await File.WriteAllBytesAsync(plan.PathOf(2), new byte[Block + 100]);
        await File.WriteAllBytesAsync(plan.PathOf(3), new byte[ZoneBytes + 5]);
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Open());
        Assert.Equal((ZoneCondition.Closed, (2L * ZoneBytes) + Block), (device.GetZone(2).Condition, device.GetZone(2).WritePointer));
        Assert.Equal(ZoneCondition.Full, device.GetZone(3).Condition);
    }

    [Fact]
    public async Task What_landed_behind_a_failed_write_is_cut_off_when_the_drive_is_switched_off()
    {
        FaultPlan faults = new(seed: 1);
        FolderBackend backend = Open(faults: faults);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(backend))
        {
            await device.AppendAsync(1, new byte[Block]);
            faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, LandedBlocks = 1 });
            Task<long> failing = device.AppendAsync(1, new byte[2 * Block]).AsTask();
            await Assert.ThrowsAsync<ZonedIOException>(() => failing);
            await File.WriteAllBytesAsync(backend.PathOf(1), new byte[5 * Block]);
        }

        Assert.Equal(2 * Block, new FileInfo(backend.PathOf(1)).Length);
    }

    [Fact]
    public async Task An_error_of_the_system_comes_up_with_its_number_and_its_meaning()
    {
        CommandFaults faults = new();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Open(probe: faults));
        faults.Fail(ZoneCommand.Write, 28, zone: 1);
        ZonedIOException full = await Assert.ThrowsAsync<ZonedIOException>(() => device.AppendAsync(1, new byte[Block]).AsTask());
        Assert.Equal((ZoneError.NoSpace, 28), (full.Error, full.Errno));
        await device.AppendAsync(1, new byte[Block]);
        faults.Fail(ZoneCommand.Reset, 5);
        await Assert.ThrowsAsync<ZonedIOException>(() => device.ResetZoneAsync(1).AsTask());
        await device.ResetZoneAsync(1);
    }

    [Fact]
    public async Task A_failed_flush_is_final()
    {
        CommandFaults faults = new();
        ZonedDevice device = await ZonedDevice.OpenAsync(Open(probe: faults));
        await device.AppendAsync(1, new byte[Block]);
        faults.Fail(ZoneCommand.Flush, 5);
        await Assert.ThrowsAsync<FlushFailedException>(() => device.FlushAsync().AsTask());
        await Assert.ThrowsAnyAsync<ZonedIOException>(() => device.FlushAsync().AsTask());
        await device.DisposeAsync();
    }

    [Fact]
    public async Task The_sample_runs_and_all_that_it_wrote_is_equal()
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "CustomBackend.dll"));
        start.ArgumentList.Add(_folder.FullName);
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("200 appends", output, StringComparison.Ordinal);
        Assert.Contains("all equal", output, StringComparison.Ordinal);
        Assert.Equal(1 << 20, new FileInfo(Path.Combine(_folder.FullName, "seq-000003")).Length);
    }

    private FolderBackend Open(FaultPlan? faults = null, ICommandProbe? probe = null, BackendScheduling scheduling = BackendScheduling.Inline) => FolderBackend.Open(_folder.FullName, new BackendShape
    {
        Name = _folder.FullName,
        Identity = new DeviceIdentity(_folder.Name),
        Geometry = new Geometry(Block, ZoneBytes, 4 * ZoneBytes),
        Scheduling = scheduling,
        Faults = faults,
        Probe = probe,
    });
}
