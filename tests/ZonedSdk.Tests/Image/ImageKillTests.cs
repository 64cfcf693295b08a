using System.Diagnostics;
using System.Globalization;
using ZonedSdk.Backends.Image;
using ZonedSdk.TestSupport;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>A process that is killed at any moment loses nothing that a flush has covered, and leaves no hole, no mixture and nothing older.</summary>
public sealed class ImageKillTests : IDisposable
{
    private const int Block = ImageLoadChild.Block;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-kill");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_killed_process_leaves_what_it_flushed()
    {
        string path = Path.Combine(_folder.FullName, "drive.zimg");
        await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB });
        int kills = Campaign.Pick(brief: 20, full: 200);
        var random = new Random(7);
        long flushed = 0;
        int resets = 0;
        ZoneBelief[] beliefs = [.. Enumerable.Range(0, 4).Select(_ => new ZoneBelief())];
        for (int kill = 0; kill < kills; kill++)
        {
            if (kill % 5 == 4)
            {
                // Wherever it is by then: most are still starting, or opening the image.
                await RunAndKillEarlyAsync(path, beliefs, kill * 1000, random.Next(40, 300));
            }
            else
            {
                await RunAndKillAsync(path, beliefs, kill * 1000, random.Next(0, 400));
            }

            flushed += beliefs.Sum(b => b.FlushedBytes);
            resets += beliefs.Sum(b => b.Resets);
            await using ZonedDevice device = await ZonedDevice.OpenAsync(path);
            for (int zone = 0; zone < beliefs.Length; zone++)
            {
                await CheckAsync(device, zone, beliefs[zone], kill);
            }
        }

        // A campaign in which nothing was at stake proves nothing.
        Assert.True(flushed > 0 && resets > 0, $"{flushed} bytes flushed, {resets} resets");
    }

    private static async Task CheckAsync(ZonedDevice device, int zone, ZoneBelief belief, int kill)
    {
        long start = device.Geometry.StartOf(zone);
        ZoneInfo info = device.GetZone(zone);
        string where = $"kill {kill}, zone {zone}: {belief}, found {info.Condition} with {info.WritePointer - start} bytes";
        long used = info.Condition == ZoneCondition.Full ? info.CapacityBytes : info.WritePointer - start;
        if (used == 0)
        {
            Assert.True(belief.FlushedBytes == 0 || belief.IsResetAsked, where);
            belief.Begin(0);
            return;
        }

        Assert.True(used >= belief.FlushedBytes && used <= belief.BoundBytes, where);
        Assert.False(belief.IsResetDone, where);
        byte[] found = new byte[used];
        byte[] expected = new byte[Block];
        Assert.Equal(found.Length, await device.ReadAsync(start, found));
        for (int at = 0; at < found.Length; at += Block)
        {
            ImageLoadChild.Stamp(expected, belief.Life, zone, at);
            Span<byte> block = found.AsSpan(at, Block);
            Assert.True(block.SequenceEqual(expected), $"{where}, block at {at}: {ImageLoadChild.Describe(block)}; as it should be for {block.CommonPrefixLength(expected)} bytes");
        }

        // What a writable open has found is durable, and all that is known if the next child dies before it says a word of this zone.
        belief.Begin(belief.Life);
        belief.FlushedBytes = used;
        belief.BoundBytes = used;
    }

    private static async Task RunAndKillAsync(string path, ZoneBelief[] beliefs, int seed, int afterMilliseconds)
    {
        using Process child = Start(path, seed);
        string? line = await child.StandardOutput.ReadLineAsync();
        var clock = Stopwatch.StartNew();
        bool isKilled = false;

        // All that was said before the end counts, also what is still in the pipe when the process is gone.
        while (line is not null)
        {
            Learn(beliefs, line);
            if (!isKilled && clock.ElapsedMilliseconds >= afterMilliseconds)
            {
                child.Kill();
                isKilled = true;
            }

            line = await child.StandardOutput.ReadLineAsync();
        }

        await child.WaitForExitAsync();
        Assert.True(isKilled, "The child ended by itself.");
    }

    private static async Task RunAndKillEarlyAsync(string path, ZoneBelief[] beliefs, int seed, int afterMilliseconds)
    {
        using Process child = Start(path, seed);
        using CancellationTokenSource moment = new(afterMilliseconds);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => child.WaitForExitAsync(moment.Token));
        child.Kill();
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            Learn(beliefs, line);
        }

        await child.WaitForExitAsync();
    }

    // One after another in each way of moving data: what one has written the next one reads.
    private static Process Start(string path, int seed) => Process.Start(new ProcessStartInfo(ChildProgram.DotnetHost)
    {
        ArgumentList = { "exec", typeof(ImageKillTests).Assembly.Location, "image-load", path, ImageEngines.Here[seed / 1000 % ImageEngines.Here.Count], seed.ToString(CultureInfo.InvariantCulture) },
        UseShellExecute = false,
        RedirectStandardOutput = true,
    })!;

    private static void Learn(ZoneBelief[] beliefs, string line)
    {
        Assert.False(line.StartsWith('!'), line);
        string[] words = line.Split(' ');
        if (words.Length < 3 || (words[0] is "B" or "F" && words.Length < 4) || !long.TryParse(words[2], CultureInfo.InvariantCulture, out long life))
        {
            // Cut off by the kill.
            return;
        }

        ZoneBelief belief = beliefs[int.Parse(words[1], CultureInfo.InvariantCulture)];
        switch (words[0])
        {
            case "L":
                // A life that goes on keeps what is known of it: the child may die before its next word.
                if (life != belief.Life)
                {
                    belief.Begin(life);
                }

                break;
            case "B":
                belief.BoundBytes = Math.Max(belief.BoundBytes, long.Parse(words[3], CultureInfo.InvariantCulture));
                break;
            case "F":
                belief.FlushedBytes = long.Parse(words[3], CultureInfo.InvariantCulture);
                belief.BoundBytes = Math.Max(belief.BoundBytes, belief.FlushedBytes);
                break;
            case "R":
                belief.IsResetAsked = true;
                break;
            default:
                belief.IsResetDone = true;
                belief.Resets++;
                break;
        }
    }

    private sealed class ZoneBelief
    {
        public long Life { get; private set; }

        public long FlushedBytes { get; set; }

        public long BoundBytes { get; set; }

        public bool IsResetAsked { get; set; }

        public bool IsResetDone { get; set; }

        public int Resets { get; set; }

        public void Begin(long life)
        {
            Life = life;
            FlushedBytes = 0;
            BoundBytes = 0;
            IsResetAsked = false;
            IsResetDone = false;
        }

        public override string ToString() =>
            $"life {Life}, flushed {FlushedBytes}, at most {BoundBytes}{(IsResetDone ? ", reset" : IsResetAsked ? ", being reset" : string.Empty)}";
    }
}
