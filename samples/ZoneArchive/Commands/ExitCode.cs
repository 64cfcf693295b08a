namespace ZoneArchive;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked is done.</summary>
    public const int Done = 0;

    /// <summary>Done in part: something was skipped, not found or damaged, and each is named.</summary>
    public const int Partly = 1;

    /// <summary>Not done: wrong arguments, no such volume, or the drive fails.</summary>
    public const int Failed = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM.</summary>
    public const int Stopped = 130;
}
