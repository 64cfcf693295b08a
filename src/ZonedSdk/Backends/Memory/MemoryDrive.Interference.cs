using ZonedSdk.Backends.Emulation;

namespace ZonedSdk.Backends.Memory;

/// <content>What happens to a drive without a command: for tests of those who must notice.</content>
public sealed partial class MemoryDrive : IChangedZoneLog
{
    /// <summary>Bytes of a zone descriptor extension (NVMe: units of 64 bytes; this drive has one).</summary>
    public const int ExtensionSizeBytes = 64;

    /// <summary>Commands and completions that a fault holds back.</summary>
    public int HungCount => _drive.HeldCount;

    /// <summary>Lets everything that a fault holds back go on: hanging commands execute, lost completions arrive late.</summary>
    /// <returns>How many that were.</returns>
    public int ReleaseHung() => _drive.ReleaseHeld();

    /// <summary>The device makes a zone read-only, for good. Writes in flight fail.</summary>
    /// <param name="zone">Zone index.</param>
    public void SetReadOnly(int zone) => _drive.SetCondition(ZoneAt(zone), ZoneCondition.ReadOnly);

    /// <summary>The device takes a zone offline, for good. Writes in flight fail, reads too.</summary>
    /// <param name="zone">Zone index.</param>
    public void SetOffline(int zone) => _drive.SetCondition(ZoneAt(zone), ZoneCondition.Offline);

    /// <summary>The device finishes a zone by itself, if it is open or closed. Writes in flight fail; the data end stays where it is.</summary>
    /// <param name="zone">Zone index of a sequential zone.</param>
    public void FinishByDevice(int zone) => _drive.SetCondition(SequentialAt(zone), ZoneCondition.Full);

    /// <summary>The device closes a zone by itself, whether it was opened explicitly or not. Writes in flight go on.</summary>
    /// <param name="zone">Zone index of a sequential zone.</param>
    public void CloseByDevice(int zone) => _drive.CloseByDevice(SequentialAt(zone));

    /// <summary>Moves a zone's write pointer: up, as if somebody else wrote to it (the new bytes are <paramref name="pattern"/>), or down, as if data were lost. Writes in flight fail as misaligned.</summary>
    /// <param name="zone">Zone index of a sequential zone.</param>
    /// <param name="offsetInZone">The new write pointer in bytes from the zone's start, a multiple of the block size, at most the capacity.</param>
    /// <param name="pattern">What a foreign writer writes. Default 0xEE.</param>
    public void MoveWritePointer(int zone, long offsetInZone, byte pattern = 0xEE)
    {
        DriveZone state = SequentialAt(zone);
        ArgumentOutOfRangeException.ThrowIfNegative(offsetInZone);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offsetInZone, state.CapacityBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(offsetInZone % Geometry.BlockSizeBytes, 0, nameof(offsetInZone));
        _drive.MoveWritePointer(state, offsetInZone, pattern);
    }

    /// <summary>Loses the last bytes of a zone that were written: the write pointer falls back by so much.</summary>
    /// <param name="zone">Zone index of a sequential zone.</param>
    /// <param name="lengthBytes">How much is lost, a multiple of the block size, at most what is written.</param>
    public void LoseWrite(int zone, long lengthBytes)
    {
        long written = _drive.Snapshot(zone).DataEndBytes;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthBytes, written);
        MoveWritePointer(zone, written - lengthBytes);
    }

    /// <inheritdoc/>
    public string? WhyNoChangedZones => _drive.WhyNoChangedZones;

    /// <summary>Takes the list of the zones that the device has changed by itself: up to 511, as an NVMe drive keeps them. Zones that were closed by the device, or whose write pointer was moved, are not in it.</summary>
    /// <param name="cancellationToken">A token that is cancelled already takes nothing.</param>
    public ValueTask<ChangedZoneList> TakeChangedZonesAsync(CancellationToken cancellationToken) => _drive.TakeChangedZonesAsync(cancellationToken);

    /// <summary>The device is gone: everything pending, held or still to come fails with <see cref="ZoneError.DeviceGone"/>.</summary>
    public void Disconnect() => _drive.Disconnect();

    /// <summary>Sets what the drive recommends for a zone; reports carry it until the zone's reset.</summary>
    /// <param name="zone">Zone index.</param>
    /// <param name="reset">The zone should be reset.</param>
    /// <param name="finish">The zone should be finished (ZNS).</param>
    public void Recommend(int zone, bool reset, bool finish) => _drive.Recommend(ZoneAt(zone), reset, finish);

    /// <summary>Sets a zone's descriptor extension (ZNS): only an Empty zone takes one; it becomes Closed and takes an active resource. A reset clears it.</summary>
    /// <param name="zone">Zone index.</param>
    /// <param name="extension">Exactly 64 bytes.</param>
    /// <returns>How the command ended: <see cref="ZoneError.InvalidTransition"/> where the zone is not Empty, <see cref="ZoneError.NotSupported"/> on a ZBC drive.</returns>
    public BackendResult SetDescriptorExtension(int zone, ReadOnlySpan<byte> extension)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(extension.Length, ExtensionSizeBytes, nameof(extension));
        return new BackendResult(_drive.SetExtension(ZoneAt(zone), extension.ToArray()));
    }

    /// <summary>A zone's descriptor extension, 64 bytes; empty where none is set.</summary>
    /// <param name="zone">Zone index.</param>
    public ReadOnlyMemory<byte> GetDescriptorExtension(int zone) => _drive.GetExtension(ZoneAt(zone));

    private DriveZone ZoneAt(int zone)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(zone);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(zone, Geometry.ZoneCount);
        return _drive.ZoneAt(zone);
    }

    private DriveZone SequentialAt(int zone)
    {
        DriveZone state = ZoneAt(zone);
        return state.IsSequentialRequired ? state : throw new ArgumentException($"Zone {zone} is of the type {state.Type}: the drive does not enforce a write pointer there.", nameof(zone));
    }
}
