using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Appends of 64 KiB of 32 writers to one zone of an image against the same writes under a lock.</summary>
internal sealed class Row14HeldFileLarge : Row
{
    public override string Id => "14";

    public override string Title => "Real file, 64 KiB, 32 writers of one zone, inline / held";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return AgainstHeldFile.Compare(effort, Bar.AtLeast("throughput", 3, 4), lengthBytes: 65536);
    }
}
