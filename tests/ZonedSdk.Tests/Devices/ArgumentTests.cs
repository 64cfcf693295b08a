using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;

namespace ZonedSdk.Tests.Devices;

/// <summary>Wrong arguments are refused before anything reaches the drive, with the numbers that are wrong.</summary>
public sealed class ArgumentTests
{
    private const int Block = 4096;
    private const long Zone = 8 * Block;
    private const long Size = (4 * Zone) + (3 * Block);
    private const int Transfer = 4 * Block;

    /// <summary>Zone 0 is conventional, zone 4 a runt of three blocks; a command takes four blocks, an append two.</summary>
    private readonly MemoryDrive _drive = new(new MemoryDriveOptions
    {
        BlockSizeBytes = Block,
        ZoneSizeBytes = Zone,
        SizeBytes = Size,
        ConventionalZones = 1,
        Limits = new Limits { MaxTransferBytes = Transfer, MaxAppendBytes = 2 * Block },
    });

    [Theory]
    [InlineData(Zone, 0, "0 bytes")]
    [InlineData(Zone, 1, "1 bytes")]
    [InlineData(Zone, Block - 512, "3584 bytes")]
    [InlineData(Zone + 512, Block, "33280")]
    [InlineData(-Block, Block, "-4096")]
    [InlineData(long.MinValue, Block, "-9223372036854775808")]
    [InlineData(Size, Block, "143360")]
    [InlineData(Size - Block, 2 * Block, "143360")]
    [InlineData(long.MaxValue - Block + 1, Block, "9223372036854771712")]
    [InlineData((2 * Zone) - Block, 2 * Block, "cross the end of zone 1")]
    [InlineData(Zone - Block, 2 * Block, "cross the end of zone 0")]
    public async Task A_range_that_is_none_of_a_zone_is_refused(long offset, int length, string said)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        Memory<byte> data = new byte[length];
        Func<Task>[] calls =
        [
            () => device.WriteAsync(offset, data).AsTask(),
            () => device.WriteAsync(offset, data, Durability.Flushed).AsTask(),
            () => device.ReadAsync(offset, data).AsTask(),
            () => device.WriteZeroesAsync(offset, length).AsTask(),
        ];
        foreach (Func<Task> call in calls)
        {
            ArgumentException error = await Assert.ThrowsAnyAsync<ArgumentException>(call);
            Assert.Contains(said, error.Message, StringComparison.Ordinal);
        }

        AssertUntouched();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 100)]
    [InlineData(Block, 1)]
    [InlineData(2 * Block, Block)]
    public async Task An_append_is_in_whole_blocks_and_within_the_limit_as_a_whole(int header, int payload)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => device.AppendAsync(1, new byte[header], new byte[payload]).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => device.AppendAsync(1, new byte[header + payload]).AsTask());
        AssertUntouched();
    }

    [Theory]
    [InlineData(Block, 0)]
    [InlineData(0, Block)]
    [InlineData(100, Block - 100)]
    [InlineData(Block + 1, Block - 1)]
    public async Task A_gathered_append_may_have_parts_of_any_length_also_none(int header, int payload)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        byte[] data = [.. Enumerable.Range(0, header + payload).Select(i => (byte)(i % 251))];
        Assert.Equal(Zone, await device.AppendAsync(1, data.AsMemory(0, header), data.AsMemory(header)));
        byte[] read = new byte[data.Length];
        Assert.Equal(data.Length, await device.ReadAsync(Zone, read));
        Assert.Equal(data, read);
    }

    [Fact]
    public async Task Memory_that_is_not_there_is_refused_like_none()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        await Assert.ThrowsAsync<ArgumentException>(() => device.WriteAsync(Zone, default).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => device.AppendAsync(1, default).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => device.AppendAsync(1, default, default(ReadOnlyMemory<byte>)).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => device.ReadAsync(Zone, default).AsTask());
        AssertUntouched();
    }

    [Fact]
    public async Task More_than_a_command_takes_is_refused_by_the_limit_it_exceeds()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        ArgumentException write = await Assert.ThrowsAsync<ArgumentException>(() => device.WriteAsync(Zone, new byte[Transfer + Block]).AsTask());
        ArgumentException append = await Assert.ThrowsAsync<ArgumentException>(() => device.AppendAsync(1, new byte[3 * Block]).AsTask());
        Assert.Contains("MaxTransferBytes (16384)", write.Message, StringComparison.Ordinal);
        Assert.Contains("MaxAppendBytes (8192)", append.Message, StringComparison.Ordinal);
        AssertUntouched();
    }

    [Fact]
    public async Task An_append_is_one_command_and_no_larger_than_one()
    {
        ScriptedBackend drive = new(limits: new Limits { MaxTransferBytes = Block, MaxAppendBytes = 16 * Block });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(drive);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => device.AppendAsync(0, new byte[2 * Block]).AsTask());
        Assert.Contains("MaxTransferBytes (4096)", error.Message, StringComparison.Ordinal);
        Assert.Empty(drive.Pending);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task A_zone_that_is_not_there_is_refused_by_its_number(int zone)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        Func<Task>[] calls =
        [
            () => device.AppendAsync(zone, new byte[Block]).AsTask(),
            () => device.AppendAsync(zone, new byte[Block], new byte[Block]).AsTask(),
            () => device.OpenZoneAsync(zone).AsTask(),
            () => device.CloseZoneAsync(zone).AsTask(),
            () => device.FinishZoneAsync(zone).AsTask(),
            () => device.ResetZoneAsync(zone).AsTask(),
            () => device.ForceResetZoneAsync(zone).AsTask(),
            () => device.RecoverAsync(zone).AsTask(),
            () => device.FlushAsync(zone).AsTask(),
            () => device.ReportZoneAsync(zone).AsTask(),
            () => device.AcquireReaderLeaseAsync(zone).AsTask(),
            () => Task.FromResult(device.GetZone(zone)),
            () => Task.FromResult(device.GetStatus(zone)),
            () => Task.FromResult(device.ReportAsync(zone, 1)),
        ];
        foreach (Func<Task> call in calls)
        {
            ArgumentOutOfRangeException error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(call);
            Assert.Contains("5 zones", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_conventional_zone_takes_no_append_and_no_management()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        Func<Task>[] calls =
        [
            () => device.AppendAsync(0, new byte[Block]).AsTask(),
            () => device.AppendAsync(0, new byte[Block], new byte[Block]).AsTask(),
            () => device.OpenZoneAsync(0).AsTask(),
            () => device.CloseZoneAsync(0).AsTask(),
            () => device.FinishZoneAsync(0).AsTask(),
            () => device.ResetZoneAsync(0).AsTask(),
            () => device.ForceResetZoneAsync(0).AsTask(),
            () => device.RecoverAsync(0).AsTask(),
            () => device.WaitDurableAsync(Block).AsTask(),
            () => device.AcquireReaderLeaseAsync(0).AsTask(),
            () => Task.FromResult(device.GetStatus(0)),
        ];
        foreach (Func<Task> call in calls)
        {
            NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(call);
            Assert.Contains("Zone 0", error.Message, StringComparison.Ordinal);
        }

        // What it does take.
        await device.WriteAsync(3 * Block, new byte[Block]);
        await device.WriteAsync(Block, new byte[Block], Durability.Flushed);
        await device.FlushAsync(0);
        Assert.Equal(ZoneType.Conventional, (await device.ReportZoneAsync(0)).Type);
        await device.ResetAllAsync(device.Identity);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Size + 1)]
    [InlineData(Zone + Block)]
    [InlineData(2 * Zone)]
    public async Task A_wait_for_what_was_never_written_is_refused(long offset)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => device.WaitDurableAsync(offset).AsTask());
    }

    [Fact]
    public async Task A_value_of_no_enumeration_is_refused_before_anything_happens()
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(_drive);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => device.AppendAsync(1, new byte[Block], (Durability)7).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => device.WriteAsync(Zone, new byte[Block], (Durability)7).AsTask());
        Assert.Throws<ArgumentOutOfRangeException>(() => device.ReportAsync((ReportFilter)0x55));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.ReportAsync(0, -1));
        ZonedDeviceOptions valid = new();
        foreach (ZonedDeviceOptions options in (ZonedDeviceOptions[])[valid with { ErrorPolicy = (ZoneErrorPolicy)9 }, valid with { ReadBeyond = (ReadBeyondPolicy)9 }, valid with { TimeProvider = null! }])
        {
            ScriptedBackend drive = new();
            await Assert.ThrowsAnyAsync<ArgumentException>(() => ZonedDevice.OpenAsync(drive, options).AsTask());
            Assert.False(drive.IsDisposed);
        }

        AssertUntouched();
    }

    [Theory]
    [InlineData(Block - 1, Block, 0, 0)]
    [InlineData(Block, 512, 0, 0)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(Block, Block, -1, 0)]
    [InlineData(Block, Block, 0, -1)]
    public async Task A_backend_whose_limits_allow_nothing_is_refused_at_open_and_closed(int transfer, int append, int open, int active)
    {
        ScriptedBackend drive = new(limits: new Limits { MaxTransferBytes = transfer, MaxAppendBytes = append, MaxOpenZones = open, MaxActiveZones = active });
        ZonedIOException error = await Assert.ThrowsAsync<ZonedIOException>(() => ZonedDevice.OpenAsync(drive).AsTask());
        Assert.Equal(ZoneError.NotSupported, error.Error);
        Assert.Contains("scripted", error.Message, StringComparison.Ordinal);
        Assert.True(drive.IsDisposed);
    }

    [Fact]
    public void A_memory_drive_that_cannot_be_is_refused()
    {
        MemoryDriveOptions valid = new();
        MemoryDriveOptions[] all =
        [
            valid with { Limits = new Limits { MaxTransferBytes = 512 } },
            valid with { Limits = new Limits { MaxAppendBytes = 0 } },
            valid with { Limits = new Limits { MaxOpenZones = -1 } },
            valid with { Limits = new Limits { MaxOpenZones = 3, MaxActiveZones = 2 } },
            valid with { Limits = null! },
            valid with { TimeProvider = null! },
            valid with { Flavour = (ZoneFlavour)5 },
            valid with { Scheduling = (MemoryDriveScheduling)9 },
            valid with { WorkerCount = 0 },
            valid with { WorkerCount = 257 },
            valid with { Latency = TimeSpan.FromTicks(-1) },
            valid with { Name = "" },
            valid with { ConventionalZones = 17 },
            valid with { ConventionalZones = -1 },
            valid with { PreferredZones = 9, ConventionalZones = 8 },
            valid with { ZoneCapacityBytes = valid.ZoneSizeBytes + Block },
            valid with { ZoneCapacityBytes = 100 },
            valid with { BlockSizeBytes = 1000 },
            valid with { SizeBytes = 0 },
            valid with { ZoneSizeBytes = Block, SizeBytes = (1L << 21) * Block },
        ];
        foreach (MemoryDriveOptions options in all)
        {
            Assert.ThrowsAny<ArgumentException>(() => new MemoryDrive(options));
        }
    }

    private void AssertUntouched()
    {
        for (int zone = 0; zone < _drive.Geometry.ZoneCount; zone++)
        {
            ZoneInfo info = _drive.Inspect(zone);
            Assert.True(info.Condition is ZoneCondition.Empty or ZoneCondition.NotWritePointer, $"Zone {zone} is {info.Condition}.");
        }
    }
}
