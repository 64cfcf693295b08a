namespace ZonedSdk.Generators.Parsing;

/// <summary>A limit on everything, so that no description makes a compiler or an editor hang.</summary>
internal static class Limits
{
    /// <summary>Fields and reserved ranges of a layout.</summary>
    public const int MaxFields = 4096;

    /// <summary>Bytes of a layout.</summary>
    public const int MaxLayoutBytes = 1 << 20;
}
