using ZonedSdk.Simulation.Simulator;

namespace ZonedSdk.Simulation.Stress;

/// <summary>Overwrites its own part of the conventional zone, and knows of each block what may stand there: now, and after a crash.</summary>
internal sealed class StressOverwriter(StressRound round, int index)
{
    public const int Count = 4;

    private const int OwnBlocks = StressDrive.ZoneBlocks / Count;
    private const int MaxBlocks = 8;

    // What may stand in a block now: what was acknowledged last, and what was tried since. Empty while nobody knows.
    private readonly List<BlockContent>[] _now = Blocks();

    // What may stand there after a crash: what the last flush covered, and all that was tried since. Empty while nothing was flushed.
    private readonly List<BlockContent>[] _afterCrash = Blocks();

    // The last write was not acknowledged, and may have been half-way when the drive was switched off.
    private readonly bool[] _isUncertain = new bool[OwnBlocks];

    // A write whose caller left may land at any time, over whatever was written since.
    private readonly bool[] _isHaunted = new bool[OwnBlocks];

    private static long Start(int own) => own * OwnBlocks * (long)Stamp.BlockBytes;

    public async Task StepAsync(int _, Random random)
    {
        int first = random.Next(OwnBlocks - MaxBlocks);
        switch (random.Next(16))
        {
            case 0:
                await FlushAsync();
                break;
            case < 6:
                await ReadAsync(first, 1 + random.Next(MaxBlocks));
                break;
            default:
                await WriteAsync(first, 1 + random.Next(MaxBlocks), random);
                break;
        }
    }

    /// <summary>Compares the blocks with what may stand there on a device that was opened anew.</summary>
    public async Task CheckAsync(ZonedDevice device, bool crashed)
    {
        byte[] data = new byte[OwnBlocks * Stamp.BlockBytes];
        await device.ReadAsync(Start(index), data);
        BlockContent[] content = Stamp.ReadAll(data);
        for (int block = 0; block < OwnBlocks; block++)
        {
            List<BlockContent> possible = crashed ? _afterCrash[block] : _now[block];
            if (possible.Count > 0 && !_isHaunted[block] && !(_isUncertain[block] && crashed) && !possible.Contains(content[block]))
            {
                round.Ledger.Wrong($"conventional: block {(index * OwnBlocks) + block} is {content[block]} {(crashed ? "after a crash" : "after closing")}; {string.Join(" or ", possible)} was written.");
            }
        }
    }

    private async Task WriteAsync(int first, int count, Random random)
    {
        var write = new Operation { Id = round.NextId(), Kind = OperationKind.Write, Client = $"o{index}", Zone = 0, Blocks = count };
        byte[] data = Stamp.Make(write, index, 0);
        int mark = round.Latch.Mark();
        bool wasClosed = round.Latch.IsClosed(mark);
        using CancellationTokenSource? patience = random.Next(8) == 0 ? new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(3))) : null;
        for (int block = 0; block < count; block++)
        {
            Try(first + block, new BlockContent(write.Id, block));
        }

        try
        {
            await round.Device.WriteAsync(Start(index) + (first * (long)Stamp.BlockBytes), data, patience?.Token ?? CancellationToken.None);
            round.CountWrite();
            round.Latch.CheckSuccess(mark, wasClosed, "a write of the conventional zone");
            for (int block = 0; block < count; block++)
            {
                _now[first + block] = [new BlockContent(write.Id, block)];
                _isUncertain[first + block] = false;
            }
        }
        catch (ZonedException e)
        {
            round.CountFailure();
            if (e is FlushFailedException)
            {
                round.Latch.Hear(mark);
            }

            await Task.Delay(1, CancellationToken.None);
        }
        catch (OperationCanceledException) when (patience is { IsCancellationRequested: true })
        {
            _isHaunted.AsSpan(first, count).Fill(true);
        }
        finally
        {
            data.AsSpan().Fill(ClientPort.Poison);
        }
    }

    private void Try(int block, BlockContent content)
    {
        _isUncertain[block] = true;
        if (_now[block].Count > 0)
        {
            _now[block].Add(content);
        }

        if (_afterCrash[block].Count > 0)
        {
            _afterCrash[block].Add(content);
        }
    }

    private async Task ReadAsync(int first, int count)
    {
        byte[] buffer = new byte[count * Stamp.BlockBytes];
        try
        {
            await round.Device.ReadAsync(Start(index) + (first * (long)Stamp.BlockBytes), buffer);
        }
        catch (ZonedException)
        {
            return;
        }

        BlockContent[] content = Stamp.ReadAll(buffer);
        for (int block = 0; block < count; block++)
        {
            List<BlockContent> possible = _now[first + block];
            if (possible.Count > 0 && !_isHaunted[first + block] && !possible.Contains(content[block]))
            {
                round.Ledger.Wrong($"conventional: block {(index * OwnBlocks) + first + block} is {content[block]}; {string.Join(" or ", possible)} was written.");
            }
        }
    }

    private async Task FlushAsync()
    {
        int mark = round.Latch.Mark();
        try
        {
            await round.Device.FlushAsync(zone: 0);
            for (int block = 0; block < OwnBlocks; block++)
            {
                _afterCrash[block] = [.. _now[block]];
            }
        }
        catch (FlushFailedException)
        {
            round.Latch.Hear(mark);
            round.CountFailure();
        }
        catch (ZonedException)
        {
            round.CountFailure();
        }
    }

    private static List<BlockContent>[] Blocks() => [.. Enumerable.Range(0, OwnBlocks).Select(static _ => new List<BlockContent>())];
}
