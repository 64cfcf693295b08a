using ZonedSdk.Benchmarks.Bars;

namespace ZonedSdk.Benchmarks.Rows;

/// <summary>The rows, in the order of the table.</summary>
internal static class AllRows
{
    public static IReadOnlyList<Row> Bars { get; } =
    [
        new Row01AllocatedBytes(),
        new Row02RuntimeCost(),
        new Row03AgainstSemaphore(),
        new Row04ImageAgainstFio(),
        new Row05ImageOnThePool(),
        new Row06DeepQueue(),
        new Row07SingleWriter(),
        new Row08NullDeviceInline(),
        new Row09NullDevicePool(),
        new Row10CpuPerOperation(),
        new Row11SimulatedZone(),
        new Row12SimulatedChannels(),
        new Row13HeldFile(),
        new Row14HeldFileLarge(),
        new Row15ZoneScaling(),
        new Row16MemoryAppend(),
        new Row17CachedAppend(),
        new Row18CliStartUp(),
        new Row19ManyZones(),
        new Row20MetadataRecords(),
        new Row21ZonedBlockDevice(),
        new Row22QuietNeighbours(),
    ];

    public static IReadOnlyList<Row> Costs { get; } = [new GeneratedAdapters(), new ObservedAppends(), new SeveralRings()];
}
