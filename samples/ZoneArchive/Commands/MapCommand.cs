namespace ZoneArchive;

/// <summary>Draws the zones.</summary>
internal static class MapCommand
{
    public static async Task<int> RunAsync(string device, CancellationToken cancellationToken)
    {
        await using ArchiveSession session = await ArchiveSession.OpenToReadAsync(device, cancellationToken);
        new ZoneMap(session.Archive).Draw(Screen.Open());
        return ExitCode.Done;
    }
}
