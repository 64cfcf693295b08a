namespace ZonedSdk.Hosting.Settings;

/// <summary>Tells when two names of a host mean one drive.</summary>
internal static class DevicePaths
{
    private const string MemoryScheme = "memory:";

    /// <summary>A mistake for each device whose path another one has that stands before it. Links are followed: two links to one device are one path.</summary>
    public static IEnumerable<string> FindShared(IEnumerable<(string Name, string? Path)> devices)
    {
        Dictionary<string, (string Name, string Path)> seen = new(StringComparer.Ordinal);
        foreach ((string name, string? path) in devices)
        {
            if (path is null || seen.TryAdd(Real(path), (name, path)))
            {
                continue;
            }

            (string otherName, string otherPath) = seen[Real(path)];
            yield return $"{DeviceSection.PathOf(name)}:{nameof(HostedDeviceOptions.Path)} is '{path}', and {DeviceSection.PathOf(otherName)}:{nameof(HostedDeviceOptions.Path)} is '{otherPath}': that is one drive. Each device of a host needs its own; use one name in both places, or give one of them another path.";
        }
    }

    private static string Real(string path)
    {
        if (path.StartsWith(MemoryScheme, StringComparison.OrdinalIgnoreCase))
        {
            return MemoryScheme + path[MemoryScheme.Length..];
        }

        try
        {
            return Followed(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What may not be looked at is told by opening it.
            return path;
        }
    }

    // Folders on the way may be links as well, also those that a link leads to. The system refuses circles.
    private static string Followed(string full)
    {
        if (Path.GetDirectoryName(full) is not { } folder)
        {
            return full;
        }

        string entry = Path.Combine(Followed(folder), Path.GetFileName(full));
        return new FileInfo(entry).ResolveLinkTarget(returnFinalTarget: true) is { } target ? Followed(target.FullName) : entry;
    }
}
