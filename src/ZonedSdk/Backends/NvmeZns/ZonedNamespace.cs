using ZonedSdk.Layouts;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>The figures of a zoned namespace, from what it and its controller say of themselves. Sizes are in bytes here, whatever the drive counts in.</summary>
internal sealed record ZonedNamespace
{
    // The smallest page of a controller is this or larger (CAP.MPSMIN), so a limit that is counted in it is never too high.
    private const int PageBytes = 4096;

    // A copy of a longer chain costs more than the commands that it saves.
    private const int MostTransferBytes = (int)MiB;

    private const int DescriptorExtensionUnitBytes = 64;

    public int BlockSizeBytes { get; init; }

    public long ZoneSizeBytes { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>0 = no limit.</summary>
    public int MaxOpenZones { get; init; }

    /// <summary>0 = no limit.</summary>
    public int MaxActiveZones { get; init; }

    public int MaxTransferBytes { get; init; }

    public int MaxAppendBytes { get; init; }

    /// <summary>0 = zones have none.</summary>
    public int DescriptorExtensionBytes { get; init; }

    public bool HasVolatileCache { get; init; }

    /// <summary>The controller keeps a list of the zones that it has changed by itself.</summary>
    public bool KeepsChangedZones { get; init; }

    /// <summary>Reads the four structures.</summary>
    /// <param name="identity">Of the namespace.</param>
    /// <param name="zoned">Of the namespace as a zoned one.</param>
    /// <param name="controller">Of the controller.</param>
    /// <param name="zonedController">Of the controller as one of zoned namespaces.</param>
    /// <param name="kernelTransferBytes">The most that the kernel takes in one command.</param>
    /// <param name="defect">Why the namespace cannot be driven; null where it can.</param>
    /// <returns>The figures; null where there is a defect.</returns>
    public static ZonedNamespace? Read(
        in NvmeNamespaceIdentity identity,
        in NvmeZonedNamespaceIdentity zoned,
        in NvmeControllerIdentity controller,
        in NvmeZonedControllerIdentity zonedController,
        long kernelTransferBytes,
        out string? defect)
    {
        // Above 16 formats the index has more bits (NLBAF counts from zero).
        int index = identity.FormatLow | (identity.LastFormat > 15 ? identity.FormatHigh << 4 : 0);
        NvmeLbaFormat format = identity.Format(index);
        NvmeZonedFormat zones = zoned.Format(index);
        defect = DefectOf(index, identity, format);
        if (defect is not null)
        {
            return null;
        }

        int block = 1 << format.SizeExponent;
        if (!identity.BlockCount.TryToBytes(block, out long sizeBytes) || !zones.ZoneSize.TryToBytes(block, out long zoneSizeBytes))
        {
            defect = $"it says of itself {identity.BlockCount.Value} blocks of {block} bytes in zones of {zones.ZoneSize.Value}, more than can be";
            return null;
        }

        long transfer = Math.Min(kernelTransferBytes, LimitOf(controller.MaxTransferExponent));
        long append = zonedController.MaxAppendExponent == 0 ? transfer : Math.Min(transfer, LimitOf(zonedController.MaxAppendExponent));
        return new ZonedNamespace
        {
            BlockSizeBytes = block,
            SizeBytes = sizeBytes,
            ZoneSizeBytes = zoneSizeBytes,
            MaxOpenZones = CountOf(zoned.LastOpen),
            MaxActiveZones = CountOf(zoned.LastActive),
            MaxTransferBytes = WholeBlocks(transfer, block),
            MaxAppendBytes = WholeBlocks(append, block),
            DescriptorExtensionBytes = zones.DescriptorExtensionUnits * DescriptorExtensionUnitBytes,
            HasVolatileCache = controller.HasVolatileCache,
            KeepsChangedZones = controller.KeepsChangedZones,
        };
    }

    private static string? DefectOf(int index, in NvmeNamespaceIdentity identity, in NvmeLbaFormat format)
    {
        if (index > identity.LastFormat || index > 63)
        {
            return $"it has {identity.LastFormat + 1} formats, and says that it uses number {index}";
        }

        if (1L << Math.Min(format.SizeExponent, (byte)62) is < Geometry.MinBlockSizeBytes or > Geometry.MaxBlockSizeBytes)
        {
            return $"its blocks have 2^{format.SizeExponent} bytes, and {Geometry.MinBlockSizeBytes} to {Geometry.MaxBlockSizeBytes} are supported";
        }

        return format.MetadataBytes == 0 ? null
            : $"its blocks carry {format.MetadataBytes} bytes of metadata each{(identity.MetadataAreInline ? ", within the data" : "")}, and none are transferred here. Format it without (nvme format --lbaf)";
    }

    private static long LimitOf(byte exponent) => exponent is 0 or > 19 ? long.MaxValue : (long)PageBytes << exponent;

    // Counted from zero, so that all ones would be one more than fits: it stands for no limit. What is more than there can be zones limits nothing, either.
    private static int CountOf(uint last) => last < Geometry.MaxZoneCount ? (int)last + 1 : 0;

    private static int WholeBlocks(long bytes, int block) => (int)Math.Max(block, Math.Min(bytes, MostTransferBytes) / block * block);
}
