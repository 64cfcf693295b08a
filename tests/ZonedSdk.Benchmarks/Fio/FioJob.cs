using System.Globalization;

namespace ZonedSdk.Benchmarks.Fio;

/// <summary>What fio is asked to write.</summary>
/// <param name="Path">A file that exists, in the state in which it is to be written, or a device.</param>
/// <param name="LengthBytes">Length of each write.</param>
/// <param name="Depth">Writes in flight.</param>
/// <param name="TotalBytes">How much is written.</param>
/// <param name="IsBest">With all that makes fio fast, instead of its defaults.</param>
/// <param name="IsDirect">Past the page cache.</param>
internal sealed record FioJob(string Path, int LengthBytes, int Depth, long TotalBytes, bool IsBest, bool IsDirect)
{
    /// <summary>Of a zoned block device: a job for each of so many zones, one behind the other, in fio's zoned mode; 0 = it knows nothing of zones.</summary>
    public int Zones { get; init; }

    /// <summary>Where it begins to write; of several zones, where the first of them begins.</summary>
    public long StartBytes { get; init; }

    /// <summary>The program's arguments.</summary>
    public IEnumerable<string> Arguments()
    {
        yield return "--name=bar";
        yield return $"--filename={Path}";
        yield return "--rw=write";
        yield return "--ioengine=io_uring";
        yield return "--thread";
        yield return "--output-format=json";

        // The file is as it shall be: fio neither makes nor lays it out.
        yield return "--allow_file_create=0";
        yield return "--fallocate=none";
        yield return string.Create(CultureInfo.InvariantCulture, $"--direct={(IsDirect ? 1 : 0)}");
        yield return string.Create(CultureInfo.InvariantCulture, $"--bs={LengthBytes}");
        yield return string.Create(CultureInfo.InvariantCulture, $"--iodepth={Depth}");
        yield return string.Create(CultureInfo.InvariantCulture, $"--size={TotalBytes}");
        yield return string.Create(CultureInfo.InvariantCulture, $"--offset={StartBytes}");
        foreach (string argument in Zones > 0 ? ZonedArguments() : [])
        {
            yield return argument;
        }

        if (!IsBest)
        {
            yield break;
        }

        // No look at the clock for each write, file and buffers known to the kernel beforehand, and as few system calls as there can be.
        yield return "--gtod_reduce=1";
        yield return "--registerfiles=1";
        yield return "--fixedbufs=1";
        yield return string.Create(CultureInfo.InvariantCulture, $"--iodepth_batch_submit={Depth}");
        yield return "--iodepth_batch_complete_min=1";
        yield return string.Create(CultureInfo.InvariantCulture, $"--iodepth_batch_complete_max={Depth}");
    }

    private IEnumerable<string> ZonedArguments() =>
    [
        "--zonemode=zbd",
        "--group_reporting",
        string.Create(CultureInfo.InvariantCulture, $"--numjobs={Zones}"),
        string.Create(CultureInfo.InvariantCulture, $"--offset_increment={TotalBytes}"),
    ];
}
