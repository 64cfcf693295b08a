using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Emulation;

/// <summary>Drives a memory drive without the runtime: submits bare requests and keeps what was told about them.</summary>
internal sealed class DriveHarness(MemoryDrive drive) : IRequestOwner
{
    private readonly Lock _gate = new();
    private readonly List<(ZoneRequest Request, BackendResult Result)> _completed = [];

    public MemoryDrive Drive => drive;

    /// <summary>What was completed, in the order of completion.</summary>
    public IReadOnlyList<(ZoneRequest Request, BackendResult Result)> Completed
    {
        get
        {
            lock (_gate)
            {
                return [.. _completed];
            }
        }
    }

    public static byte[] Pattern(int lengthBytes, int seed)
    {
        byte[] bytes = new byte[lengthBytes];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public void OnCompleted(ZoneRequest request, in BackendResult result)
    {
        lock (_gate)
        {
            _completed.Add((request, result));
        }
    }

    /// <summary>Submits a command at a zone-relative offset without kicking.</summary>
    public ZoneRequest Submit(ZoneRequestKind kind, int zone, long offset, Memory<byte> buffer)
    {
        ZoneRequest request = new()
        {
            Kind = kind,
            ZoneIndex = zone,
            Offset = drive.Geometry.StartOf(zone) + offset,
            Buffer = buffer,
            CommandLengthBytes = buffer.Length,
        };
        request.Arm(this);
        drive.Submit(request);
        return request;
    }

    /// <summary>Submits several contiguous writes as one command.</summary>
    public ZoneRequest SubmitChain(int zone, long offset, params byte[][] parts)
    {
        ZoneRequest? head = null;
        ZoneRequest? last = null;
        foreach (byte[] part in parts)
        {
            ZoneRequest request = new()
            {
                Kind = ZoneRequestKind.Write,
                ZoneIndex = zone,
                Offset = drive.Geometry.StartOf(zone) + offset,
                Buffer = part,
            };
            offset += part.Length;
            head ??= request;
            last?.NextCoalesced = request;
            last = request;
        }

        head!.CommandLengthBytes = parts.Sum(part => part.Length);
        head.Arm(this);
        drive.Submit(head);
        return head;
    }

    public ZoneRequest SubmitWrite(int zone, long offset, byte[] data) => Submit(ZoneRequestKind.Write, zone, offset, data);

    public BackendResult ResultOf(ZoneRequest request) => Completed.Single(entry => ReferenceEquals(entry.Request, request)).Result;

    public bool IsCompleted(ZoneRequest request) => Completed.Any(entry => ReferenceEquals(entry.Request, request));

    /// <summary>Writes and waits, on a drive that runs inline.</summary>
    public BackendResult Write(int zone, long offset, byte[] data)
    {
        ZoneRequest request = SubmitWrite(zone, offset, data);
        drive.Kick();
        return ResultOf(request);
    }

    public BackendResult Read(int zone, long offset, byte[] target)
    {
        ZoneRequest request = Submit(ZoneRequestKind.Read, zone, offset, target);
        drive.Kick();
        return ResultOf(request);
    }

    public byte[] Read(int zone, long offset, int lengthBytes)
    {
        byte[] target = Pattern(lengthBytes, 77);
        Assert.Equal(BackendResult.Success(lengthBytes), Read(zone, offset, target));
        return target;
    }

    /// <summary>Runs a management command on a drive that runs inline.</summary>
    public BackendResult Manage(ZoneAction action, int zone)
    {
        return EndOf(drive.ManageAsync(action, zone, CancellationToken.None));
    }

    public void Succeed(ZoneAction action, int zone) => Assert.Equal(BackendResult.Success(), Manage(action, zone));

    public ZoneInfo Report(int zone)
    {
        ZoneInfo[] zones = new ZoneInfo[1];
        Assert.Equal(BackendResult.Success(1), EndOf(drive.ReportAsync(zone, zones, CancellationToken.None)));
        return zones[0];
    }

    public ZoneCondition Condition(int zone) => Report(zone).Condition;

    public BackendResult Flush()
    {
        return EndOf(drive.FlushAsync(IZoneBackend.AllZones, CancellationToken.None));
    }

    /// <summary>The result of a command that must have ended by now.</summary>
    public static BackendResult EndOf(ValueTask<BackendResult> command)
    {
        BackendResult? result = null;
        _ = KeepAsync();
        return Assert.NotNull(result);

        async Task KeepAsync() => result = await command.ConfigureAwait(false);
    }

    /// <summary>Runs pending steps, the oldest first, until there are none.</summary>
    public void RunSteps()
    {
        while (drive.StepCount > 0)
        {
            drive.Step(0);
        }
    }
}
