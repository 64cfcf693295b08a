using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Appends of 4 KiB of 32 writers to one zone of an image against the same writes under a lock.</summary>
internal sealed class Row13HeldFile : Row
{
    public override string Id => "13";

    public override string Title => "Real file, 4 KiB, 32 writers of one zone, inline / held";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return AgainstHeldFile.Compare(effort, Bar.AtLeast("throughput", 7, 10), lengthBytes: 4096);
    }
}
