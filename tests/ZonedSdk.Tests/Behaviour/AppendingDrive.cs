using ZonedSdk.Backends;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>A drive that chooses the places of appends, one test's hand in the place of its scheduler: commands are held until the test ends them, in any order. One zone is used.</summary>
internal sealed class AppendingDrive : IZoneBackend
{
    public const int Block = 4096;
    public const int ZoneBlocks = 16;

    /// <summary>The block of the zone where the next append is put.</summary>
    public int Pointer { get; set; }

    /// <summary>Commands at the drive, in the order in which they came.</summary>
    public List<ZoneRequest> Held { get; } = [];

    public string Name => "appending";

    public DeviceIdentity Identity { get; } = new("appending");

    public Geometry Geometry { get; } = new(Block, ZoneBlocks * Block, 4 * ZoneBlocks * Block);

    public Limits Limits { get; } = new();

    public BackendCapabilities Capabilities { get; } = new() { EnforcesOrder = true, AppendsNatively = true, Flavour = ZoneFlavour.Zns };

    public void Submit(ZoneRequest request) => Held.Add(request);

    public void Kick()
    {
    }

    /// <summary>Puts an append at the pointer and ends it.</summary>
    public void Append(int index)
    {
        int at = Pointer;
        Pointer += Held[index].LengthBytes / Block;
        AppendAt(index, at);
    }

    /// <summary>Ends an append with whatever place.</summary>
    public void AppendAt(int index, int block)
    {
        ZoneRequest request = Take(index);
        request.CompleteAppend(request.Ticket, Geometry.StartOf(request.ZoneIndex) + ((long)block * Block));
    }

    /// <summary>Ends a command in another way.</summary>
    public void End(int index, BackendResult result)
    {
        ZoneRequest request = Take(index);
        request.Complete(request.Ticket, result);
    }

    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken)
    {
        Pointer = action == ZoneAction.Reset ? 0 : Pointer;
        return ValueTask.FromResult(BackendResult.Success());
    }

    public ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        int count = Math.Min(zones.Length, Geometry.ZoneCount - firstZone);
        for (int i = 0; i < count; i++)
        {
            int pointer = firstZone + i == 1 ? Pointer : 0;
            zones.Span[i] = new ZoneInfo
            {
                Index = firstZone + i,
                Type = ZoneType.SequentialWriteRequired,
                Condition = pointer == 0 ? ZoneCondition.Empty : pointer == ZoneBlocks ? ZoneCondition.Full : ZoneCondition.ImplicitlyOpen,
                Start = Geometry.StartOf(firstZone + i),
                LengthBytes = Geometry.ZoneSizeBytes,
                CapacityBytes = Geometry.ZoneSizeBytes,
                WritePointer = Geometry.StartOf(firstZone + i) + ((long)pointer * Block),
            };
        }

        return ValueTask.FromResult(BackendResult.Success(count));
    }

    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) => ValueTask.FromResult(BackendResult.Success());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ZoneRequest Take(int index)
    {
        ZoneRequest request = Held[index];
        Held.RemoveAt(index);
        return request;
    }
}
