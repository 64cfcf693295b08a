using System.Runtime.CompilerServices;
using ZonedSdk.Backends.Faults;

namespace ZonedSdk.Backends.Emulation;

/// <content>REPORT ZONES: what the drive says of its zones.</content>
internal sealed partial class EmulatedDrive
{
    /// <summary>What a report says where there is no valid write pointer: nothing that could pass for one.</summary>
    private const long InvalidWritePointer = -1;

    /// <inheritdoc/>
    public async ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstZone);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(firstZone, Geometry.ZoneCount);
        if (cancellationToken.IsCancellationRequested)
        {
            return BackendResult.Failure(ZoneError.Cancelled);
        }

        int asked = Math.Min(zones.Length, Geometry.ZoneCount - firstZone);
        FaultRule? fault = _faults?.Decide(DriveEvent.Report, firstZone, asked, Geometry.StartOf(firstZone), asked * Geometry.ZoneSizeBytes, out _);
        DriveHop arrival = new(this, new DriveStep(DriveEvent.Report, firstZone));
        PlanHop(arrival, fault);
        await arrival;
        if (_isGone)
        {
            return BackendResult.Failure(ZoneError.DeviceGone);
        }

        for (int i = 0; i < asked; i++)
        {
            zones.Span[i] = Describe(firstZone + i);
        }

        BackendResult result = fault is null ? BackendResult.Success(asked) : ReportWithFault(zones.Span, asked, fault);
        if (LateHop(DriveEvent.Report, firstZone, fault) is { } late)
        {
            await late;
        }

        return result;
    }

    /// <summary>One zone, as a truthful report has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ZoneInfo Describe(int index)
    {
        if (Volatile.Read(ref _zones[index]) is not { } zone)
        {
            StoredZone pristine = _options.PristineOf(index);
            return Describe(index, pristine.Condition, 0);
        }

        lock (zone.Gate)
        {
            return Describe(index, zone.Condition, zone.WritePointer.CompletedBytes) with
            {
                ResetRecommended = zone.ResetRecommended,
                FinishRecommended = zone.FinishRecommended,
                NonSequential = zone.NonSequential,
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ZoneInfo Describe(int index, ZoneCondition condition, long writtenBytes)
    {
        long start = Geometry.StartOf(index);
        long length = Geometry.LengthOf(index);
        return new ZoneInfo
        {
            Index = index,
            Type = _options.TypeOf(index),
            Condition = condition,
            Start = start,
            LengthBytes = length,
            CapacityBytes = _options.CapacityOf(index),
            WritePointer = condition switch
            {
                ZoneCondition.ReadOnly or ZoneCondition.Offline => InvalidWritePointer,

                // The kernel reports the end of the zone here, behind the capacity.
                ZoneCondition.Full or ZoneCondition.NotWritePointer => start + length,
                _ => start + writtenBytes,
            },
        };
    }
}
