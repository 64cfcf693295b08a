using System.Runtime.InteropServices;

namespace ZoneArchive;

/// <summary>The files that the demonstration stores: real ones, which every machine that runs it has.</summary>
internal sealed class DemoSource
{
    /// <summary>The image takes the data with the part that is stored again, and the restored copy takes them once more.</summary>
    private const double DiskPerByte = 2.5;

    private DemoSource(string folder, IReadOnlyList<SourceItem> items, string? note)
    {
        Folder = folder;
        Items = items;
        Note = note;
        TotalBytes = items.Sum(item => item.LengthBytes);
    }

    public string Folder { get; }

    public IReadOnlyList<SourceItem> Items { get; }

    public long TotalBytes { get; }

    /// <summary>Why not all of the folder is taken; null when it is.</summary>
    public string? Note { get; }

    public static DemoSource Find(DemoOptions options, string workFolder)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Source ?? SdkFolder()));
        long freeBytes = new DriveInfo(workFolder).AvailableFreeSpace;
        long roomBytes = (long)(freeBytes / DiskPerByte);
        long limitBytes = Math.Min(options.LimitBytes, roomBytes);

        long foundBytes = 0;
        long takenBytes = 0;
        var taken = new List<SourceItem>();
        foreach (SourceItem item in new FolderScan((_, _) => { }).Find([folder]).Where(IsReadable))
        {
            foundBytes += item.LengthBytes;
            if (takenBytes + item.LengthBytes <= limitBytes)
            {
                takenBytes += item.LengthBytes;
                taken.Add(item);
            }
        }

        if (takenBytes == 0)
        {
            throw new ArchiveException($"There is nothing to store: {folder} has {ByteText.Of(foundBytes)}, and at {workFolder} {ByteText.Of(freeBytes)} are free. Free some room, or name a folder with --source.");
        }

        string? note = takenBytes == foundBytes ? null
            : $"Taking {ByteText.Of(takenBytes)} of {ByteText.Of(foundBytes)}: {(roomBytes < options.LimitBytes ? $"{workFolder} has {ByteText.Of(freeBytes)} free, and {DiskPerByte} times the data are needed" : $"the limit is {ByteText.Of(options.LimitBytes)} (--limit)")}.";
        return new DemoSource(folder, taken, note);
    }

    /// <summary>The folder of the .NET SDK that runs this program.</summary>
    private static string SdkFolder()
    {
        string? root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        if (root is not null && Directory.Exists(Path.Combine(root, "sdk")))
        {
            return root;
        }

        // <root>/shared/Microsoft.NETCore.App/<version>/
        string runtime = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        return Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
    }

    private static bool IsReadable(SourceItem item)
    {
        if (item.Kind != EntryKind.File)
        {
            return true;
        }

        try
        {
            File.OpenHandle(item.Path).Dispose();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
