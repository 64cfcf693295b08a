using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Small appends from and to memory that the processor has in its caches: the copy takes next to nothing, so that all that an append takes shows.</summary>
internal sealed class Row17CachedAppend : Row
{
    public override string Id => "17";

    public override string Title => "Append to memory / memcpy, cached 4 KiB";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return MemoryAppend.Compare(effort, Bar.AtLeast("4 KiB, cached", 0.7, 0.85), lengthBytes: 4096, zoneBytes: 1 << 20, zones: 1, sourceBytes: 4096);
    }
}
