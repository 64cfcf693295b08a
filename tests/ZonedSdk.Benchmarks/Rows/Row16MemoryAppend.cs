using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>Appends to memory where the copy is what takes time: large ones, and small ones whose bytes are in no cache.</summary>
internal sealed class Row16MemoryAppend : Row
{
    public override string Id => "16";

    public override string Title => "Append to memory / memcpy, 64 KiB and uncached 4 KiB";

    public override IEnumerable<Figure> Measure(Effort effort)
    {
        yield return MemoryAppend.Compare(effort, Bar.AtLeast("64 KiB", 0.85, 0.97), lengthBytes: 64 << 10, zoneBytes: 1 << 20, zones: 1, sourceBytes: 64 << 10);
        yield return MemoryAppend.Compare(effort, Bar.AtLeast("4 KiB, uncached", 0.85, 0.97), lengthBytes: 4096, zoneBytes: 64 << 20, zones: 4, sourceBytes: 64 << 20);
    }
}
