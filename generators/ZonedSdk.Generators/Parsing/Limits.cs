namespace ZonedSdk.Generators.Parsing;

/// <summary>A limit on everything, so that no description makes a compiler or an editor hang.</summary>
internal static class Limits
{
    /// <summary>Fields and reserved ranges of a layout.</summary>
    public const int MaxFields = 4096;

    /// <summary>Bytes of a layout.</summary>
    public const int MaxLayoutBytes = 1 << 20;

    /// <summary>Regions of a volume.</summary>
    public const int MaxRegions = 256;

    /// <summary>Zones of a volume, as many as the runtime takes.</summary>
    public const int MaxZones = 1 << 20;

    /// <summary>Characters of a name; a type named after it must fit into metadata.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Characters of a descriptor file.</summary>
    public const int MaxFileLength = 1 << 20;

    /// <summary>Objects and lists within one another in a descriptor file.</summary>
    public const int MaxFileDepth = 16;
}
