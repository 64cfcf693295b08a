namespace ZoneArchive;

/// <summary>The demonstration's frame: a work folder that is gone afterwards, whatever happens.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        string work = Directory.CreateTempSubdirectory("zonearchive-").FullName;
        try
        {
            return await new Demonstration(DemoSource.Find(options, work), work).RunAsync(cancellationToken) ? ExitCode.Done : ExitCode.Partly;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
