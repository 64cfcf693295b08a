using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Testing;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>What an application sees of a crash state: it opens the device and reads.</summary>
internal sealed class CrashView(Superblock superblock, ImageControls controls)
{
    private readonly ManualTimeProvider _time = new();
    private readonly byte[] _buffer = new byte[superblock.Geometry.ZoneSizeBytes];

    public void Check(CrashState state, StoredZone[] recovered)
    {
        ImageStore store = ImageStore.Open(new MemoryImageFile(state.Image.Fork()), TaskScheduler.Default, controls);
        EmulatedDrive drive = ImageDrive.Compose(store, "crash state", new ImageOpenOptions(), new InlineScheduler());
        ZonedDevice device = Now(ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { InlineContinuations = true, TimeProvider = _time }));
        for (int zone = 0; zone < recovered.Length; zone++)
        {
            CheckZone(state, device, zone, recovered[zone]);
        }

        // Not the device: closing it would flush, and the state belongs to the checker.
        Assert.True(drive.DisposeAsync().IsCompletedSuccessfully);
    }

    private void CheckZone(CrashState state, ZonedDevice device, int zone, in StoredZone stored)
    {
        ZoneInfo info = device.GetZone(zone);
        Require(info.Condition == stored.Condition, state, zone, $"the device says {info.Condition}, recovered was {stored.Condition}");
        Require(!info.HasValidWritePointer || info.WritePointer == info.Start + stored.DataEndBytes, state, zone, $"the pointer is {info.WritePointer}, recovered were {stored.DataEndBytes} bytes from {info.Start}");
        if (stored.Condition == ZoneCondition.Offline)
        {
            Assert.Throws<ZoneOfflineException>(() => Now(device.ReadAsync(info.Start, _buffer.AsMemory(0, superblock.Geometry.BlockSizeBytes))));
            return;
        }

        // Two pages beyond the end of the data: what stands there, in whatever state the file is, is zeroes.
        int length = (int)Math.Min(stored.DataEndBytes + (2 * PageImage.PageBytes), info.CapacityBytes);
        _buffer.AsSpan(0, length).Fill(0xDB);
        int read = Now(device.ReadAsync(info.Start, _buffer.AsMemory(0, length)));
        Require(read == length, state, zone, $"{read} of {length} bytes could be read");
        int end = (int)stored.DataEndBytes;
        for (int at = 0; at < end; at += PageImage.PageBytes)
        {
            int count = Math.Min(PageImage.PageBytes, end - at);
            bool isPattern = _buffer.AsSpan(at, count).SequenceEqual(Pattern.PageOf(zone, stored.Incarnation, at / PageImage.PageBytes).AsSpan(0, count));
            Require(isPattern, state, zone, $"a read at {at} brings what was not written in incarnation {stored.Incarnation} (P3)");
        }

        Require(info.Type == ZoneType.Conventional || !_buffer.AsSpan(end, length - end).ContainsAnyExcept((byte)0), state, zone, $"beyond {end} stands something else than zeroes (P3)");
    }

    private static T Now<T>(ValueTask<T> pending)
    {
        Assert.True(pending.IsCompleted, "Everything runs on this thread.");
        return pending.GetAwaiter().GetResult();
    }

    private static void Require(bool holds, CrashState state, int zone, string message)
    {
        if (!holds)
        {
            throw new CrashViolationException($"Event {state.Position}, zone {zone}, through the device: {message}.");
        }
    }
}
