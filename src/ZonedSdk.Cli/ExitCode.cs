namespace ZonedSdk.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked is done.</summary>
    public const int Done = 0;

    /// <summary>Done, and what was found is not as it should be: a damaged image, a device that cannot be used.</summary>
    public const int Found = 1;

    /// <summary>Not done: wrong arguments, no such device, or the drive fails.</summary>
    public const int Failed = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM.</summary>
    public const int Stopped = 130;
}
