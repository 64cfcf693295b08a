namespace ZonedSdk.Cli;

/// <summary>How a drive is captured.</summary>
internal sealed record CaptureOptions
{
    /// <summary>The file to be made; null = the output.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Whose transition rules the drive follows; null = what its limits suggest.</summary>
    public ZoneFlavour? Flavour { get; init; }
}
