using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Many writers of one zone until something fails, and then the account of its bytes: whose they are, as the callers were told, beside what the kernel reports.</summary>
internal sealed class ZoneLoad(BlockDevice disk, ZonedDevice device, int zone)
{
    private const int WriterCount = 16;

    // Of one to three pages each: they fit into the smallest zone that the tests have.
    private const int MostAppends = 400;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, byte[]> _landed = [];
    private readonly List<ZonedIOException> _failures = [];
    private Task _faultIsThere = Task.CompletedTask;
    private int _begun;
    private bool _isOver;

    /// <summary>What failed, in the order in which callers heard of it.</summary>
    public IReadOnlyList<ZonedIOException> Failures => _failures;

    /// <summary>What was acknowledged, by its offset.</summary>
    public IReadOnlyDictionary<long, byte[]> Landed => _landed;

    /// <summary>Runs the writers until one of them has failed: the others end with what they have begun, or where the zone's space ends.</summary>
    /// <param name="faultAfter">With this many appends acknowledged the fault comes, beside the writers.</param>
    /// <param name="fault">What goes wrong then; null where the device needs no telling.</param>
    /// <param name="faultIsThere">Ends when it has gone wrong, by whatever load; half of the appends are kept for then, however long that takes. Null where nobody need wait.</param>
    public Task RunAsync(int faultAfter = -1, Action? fault = null, Task? faultIsThere = null)
    {
        _faultIsThere = faultIsThere ?? Task.CompletedTask;
        return Task.WhenAll(Enumerable.Range(0, WriterCount).Select(_ => Task.Run(() => WriteAsync(faultAfter, fault))));
    }

    /// <summary>Tells writers that meet no fault to end.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }

    /// <summary>Reads what was acknowledged and compares it.</summary>
    public Task CompareAsync() => Writers.CompareAsync(device, _landed);

    /// <summary>The zone's bytes up to the kernel's write pointer, without a gap, are what was acknowledged and what failed appends were told to have left behind.</summary>
    public void AssertEveryByteIsAccountedFor()
    {
        ReportedZone seen = disk.Report(zone);
        long end = disk.StartOf(zone) + seen.WritePointerBytes;
        Assert.Equal(end, device.GetStatus(zone).Submitted);
        Assert.All(_failures, failure => Assert.Equal(Math.Clamp(failure.WritePointer - failure.Offset, 0, failure.LengthBytes), failure.LandedBytes));

        IEnumerable<(long Offset, long LengthBytes)> acknowledged = _landed.Select(append => (append.Key, (long)append.Value.Length));
        IEnumerable<(long Offset, long LengthBytes)> leftBehind = _failures.Where(failure => failure.LandedBytes > 0).Select(failure => (failure.Offset, failure.LandedBytes!.Value));
        long at = disk.StartOf(zone);
        foreach ((long offset, long lengthBytes) in acknowledged.Concat(leftBehind).Order())
        {
            Assert.Equal(at, offset);
            at += lengthBytes;
        }

        Assert.Equal(end, at);
    }

    /// <summary>In each episode somebody failed by himself, and those behind him were told by whom.</summary>
    public void AssertFollowersKnowTheirCause()
    {
        Assert.NotEmpty(_failures);
        foreach (IGrouping<long, ZonedIOException> episode in _failures.GroupBy(failure => failure.Epoch))
        {
            ZonedIOException[] causes = [.. episode.Where(failure => failure is not ZoneFollowerException)];
            Assert.NotEmpty(causes);
            Assert.All(episode.OfType<ZoneFollowerException>(), follower => Assert.Contains(causes, cause => cause.Offset == follower.RootCause!.Value.Offset && cause.Errno == follower.RootCause!.Value.Errno));
        }
    }

    private async Task WriteAsync(int faultAfter, Action? fault)
    {
        while (Next() is { } data)
        {
            if (Volatile.Read(ref _begun) > MostAppends / 2)
            {
                await _faultIsThere.ConfigureAwait(false);
            }

            try
            {
                long offset = await device.AppendAsync(zone, data).ConfigureAwait(false);
                if (Add(offset, data) == faultAfter)
                {
                    fault?.Invoke();
                }
            }
            catch (ZonedIOException failure)
            {
                lock (_gate)
                {
                    _failures.Add(failure);
                    _isOver = true;
                }
            }
        }
    }

    private byte[]? Next()
    {
        lock (_gate)
        {
            return _isOver || _begun == MostAppends ? null : Stamp.Pages(1 + (_begun % 3), seed: (zone * MostAppends) + _begun++);
        }
    }

    private int Add(long offset, byte[] data)
    {
        lock (_gate)
        {
            _landed.Add(offset, data);
            return _landed.Count;
        }
    }
}
