using ZonedSdk.Backends;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Emulation;

/// <summary>What a fault plan holds back it can let go again, on every kind of drive.</summary>
public sealed class HungCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-hung");
    private readonly FaultPlan _faults = new(seed: 1);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hung_command_and_a_lost_completion_go_on_when_the_plan_lets_them(bool isImage)
    {
        _faults.Add(new FaultRule { Event = DriveEvent.Write, Zone = 1, Effect = FaultEffect.Hang });
        _faults.Add(new FaultRule { Event = DriveEvent.Write, Zone = 2, Effect = FaultEffect.LoseCompletion });
        _faults.Add(new FaultRule { Event = DriveEvent.Reset, Zone = 3, Effect = FaultEffect.Hang });
        IZoneBackend drive = isImage ? await ImageAsync() : new MemoryDrive(new MemoryDriveOptions { Faults = _faults });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        await device.AppendAsync(3, new byte[4096]);
        Task<long> hung = device.AppendAsync(1, new byte[4096]).AsTask();
        Task<long> lost = device.AppendAsync(2, new byte[4096]).AsTask();
        Task reset = device.ResetZoneAsync(3).AsTask();
        while (_faults.HungCount < 3)
        {
            await Task.Delay(1);
        }

        Assert.False(hung.IsCompleted || lost.IsCompleted || reset.IsCompleted);
        Assert.Equal(3, _faults.ReleaseHung());
        await Task.WhenAll(hung, lost, reset).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((0, 0), (_faults.HungCount, _faults.ReleaseHung()));
        Assert.Equal(device.Geometry.StartOf(1), await hung);
        Assert.Equal(ZoneCondition.Empty, device.GetZone(3).Condition);
    }

    [Fact]
    public async Task A_drive_that_is_closed_has_nothing_hung_any_more()
    {
        _faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Hang });
        MemoryDrive drive = new(new MemoryDriveOptions { Faults = _faults });
        ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        Task<long> hung = device.AppendAsync(1, new byte[4096]).AsTask();
        Assert.Equal(1, _faults.HungCount);
        await drive.DisposeAsync();
        Assert.Equal(0, _faults.HungCount);
        await Assert.ThrowsAsync<ZonedDeviceFaultedException>(() => hung.WaitAsync(TimeSpan.FromSeconds(30)));
        await device.DisposeAsync();
    }

    private async Task<IZoneBackend> ImageAsync()
    {
        string path = Path.Combine(_folder.FullName, "drive.zimg");
        await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 16 << 20, ZoneSizeBytes = 4 << 20 });
        return await ImageDrive.OpenAsync(path, new ImageOpenOptions { Faults = _faults });
    }
}
