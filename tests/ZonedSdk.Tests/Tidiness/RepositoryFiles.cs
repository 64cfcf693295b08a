using System.Diagnostics;

namespace ZonedSdk.Tests.Tidiness;

/// <summary>The text files of the repository that the test run was built from.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] s_foldersThatAreNotSource = [".git", ".vs", ".idea", "artifacts", "bin", "obj", "TestResults"];
    private static readonly string[] s_binaryExtensions = [".png", ".bin", ".img", ".zst", ".gz", ".snk"];

    /// <summary>The folder of ZonedSdk.sln.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Paths of all source files, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. (ListByGit() ?? ListByWalk()).Where(path => !s_binaryExtensions.Contains(Path.GetExtension(path)) && File.Exists(Absolute(path)))];

    public static string Absolute(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(Absolute(path));

    public static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ZonedSdk.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No ZonedSdk.sln in '{start}' or above it.");
    }

    /// <summary>What git tracks, and what it would add: a new file is checked before it is committed.</summary>
    private static List<string>? ListByGit()
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in (string[])["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process git = Process.Start(start)!;
            Task<string> errors = git.StandardError.ReadToEndAsync();
            string output = git.StandardOutput.ReadToEnd();
            _ = errors.GetAwaiter().GetResult();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries)] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git on this machine: the sources came as an archive.
            return null;
        }
    }

    private static List<string> ListByWalk() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(s_foldersThatAreNotSource.Contains))];
}
