using System.Globalization;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Drives;
using ZonedSdk.Benchmarks.Fio;
using ZonedSdk.Benchmarks.Load;
using ZonedSdk.Benchmarks.Pairing;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Writes of 4 KiB past the page cache: an image by a ring against fio by a ring, both to blocks in the same state of allocation.</summary>
/// <param name="Depth">Writes in flight.</param>
/// <param name="IsInline">Continuations on the thread that completes.</param>
/// <param name="IsBest">Against fio with all that makes it fast.</param>
/// <param name="Megabytes">How much each side writes in a turn.</param>
internal sealed record AgainstFio(int Depth, bool IsInline, bool IsBest, int Megabytes)
{
    private const int BlockBytes = 4096;

    /// <summary>Blocks that are allocated and not written: as a zone is ahead of its write pointer. Our side resets the zone within its time.</summary>
    public Figure Fresh(Effort effort, Bar bar, Func<CrowdSample, FioResult, double> ratio) => Compare(effort, bar, ratio, isFresh: true);

    /// <summary>Blocks that were written before. Our side writes a conventional zone: others are never written over.</summary>
    public Figure Over(Effort effort, Bar bar, Func<CrowdSample, FioResult, double> ratio) => Compare(effort, bar, ratio, isFresh: false);

    private Figure Compare(Effort effort, Bar bar, Func<CrowdSample, FioResult, double> ratio, bool isFresh)
    {
        long totalBytes = (long)Megabytes << 20;
        using var file = new PreparedFile(effort.Folder, totalBytes);
        using var image = new ImageZone(effort.Folder, Megabytes, Depth, BlockBytes, IsInline);
        var job = new FioJob(file.Path, BlockBytes, Depth, totalBytes, IsBest, IsDirect: true) { StartBytes = PreparedFile.StartBytes };
        if (!isFresh)
        {
            file.MakeWritten();
            _ = image.FillOver();
        }

        Side<CrowdSample> ours = new(totalBytes / BlockBytes);
        Side<FioResult> fios = new(totalBytes / BlockBytes);
        Interleaved.Measure(
            effort.Pairs + 1,
            () => ours.Take(isFresh ? image.FillFresh : image.FillOver),
            () =>
            {
                if (isFresh)
                {
                    file.MakeFresh();
                }

                return fios.Take(() => FioProgram.Run(job));
            });

        // The first pair was for the compiler.
        double[] ratios = [.. ours.Samples.Zip(fios.Samples, ratio).Skip(1)];
        return new Figure(bar, Estimate.Of(ratios), ratios.Length, string.Create(CultureInfo.InvariantCulture, $"{Of(ours, sample => sample.PerSecond, sample => sample.CpuMicrosecondsEach)}, fio {Of(fios, result => result.PerSecond, result => result.CpuMicrosecondsEach)}"));
    }

    private static string Of<T>(Side<T> side, Func<T, double> perSecond, Func<T, double> cpu) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CrowdSample.Thousands(Estimate.MedianOf(side.Samples.Select(perSecond).ToArray()))} of {Estimate.MedianOf(side.Samples.Select(cpu).ToArray()):F1} us CPU, {side.WritesOfRequest:F1} of them in a request to the disk");

    /// <summary>What one side's turns gave.</summary>
    /// <param name="writes">Writes of a turn.</param>
    private sealed class Side<T>(long writes)
    {
        private readonly List<double> _requests = [];

        public List<T> Samples { get; } = [];

        /// <summary>How many writes the kernel sent to the disk at once, in the median.</summary>
        public double WritesOfRequest => writes / Estimate.MedianOf([.. _requests]);

        public double Take(Func<T> turn)
        {
            long before = DiskRequests.Written();
            Samples.Add(turn());
            _requests.Add(DiskRequests.Written() - before);
            return Samples.Count;
        }
    }
}
