using System.Diagnostics;
using ZonedSdk.Documentation.Tests.Pages;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Documentation.Tests.Walking;

/// <summary>
/// This machine as somebody has it who comes new: an empty folder, an empty package cache, a .NET SDK that has never run. What others have packed and this machine has already is not downloaded again,
/// unless <c>ZONEDSDK_WALK=cold</c> says so; what this repository packs is never taken from there. The address of the repository stands for the folder that the tests were built from, at its last commit.
/// </summary>
internal sealed class NewMachine : IDisposable
{
    /// <summary>What the pages call the repository.</summary>
    public const string Address = "https://github.com/zonedsdk/zonedsdk.git";

    private readonly string _root = Directory.CreateTempSubdirectory("ZonedSdk.Walk-").FullName;
    private readonly Dictionary<string, string> _environment;
    private string _folder;

    public NewMachine()
    {
        _folder = Make("start");
        string git = Path.Combine(_root, "gitconfig");
        File.WriteAllText(git, $"[url \"{RepositoryRoot.Find()}\"]\n\tinsteadOf = {Address}\n[safe]\n\tdirectory = *\n");
        string dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? $"{Path.GetDirectoryName(Environment.ProcessPath)}{Path.PathSeparator}" : "";
        _environment = new()
        {
            ["PATH"] = $"{dotnet}{Environment.GetEnvironmentVariable("PATH")}",
            ["GIT_CONFIG_GLOBAL"] = git,
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["NUGET_PACKAGES"] = Packages,
            ["NUGET_FALLBACK_PACKAGES"] = Environment.GetEnvironmentVariable("ZONEDSDK_WALK") == "cold" ? "" : PackagesOfOthers(),
            ["NUGET_HTTP_CACHE_PATH"] = Path.Combine(_root, "downloads"),
            ["DOTNET_CLI_HOME"] = Make("home"),
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",

            // No server outlives the walk.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["UseSharedCompilation"] = "false",
        };
    }

    /// <summary>The package cache, empty at first.</summary>
    public string Packages => Path.Combine(_root, "packages");

    /// <summary>Takes a step in the folder that the steps before have led to.</summary>
    /// <returns>Whether it succeeded, and what was written; nothing where a file was made.</returns>
    public async Task<(bool Succeeded, string Output)> TakeAsync(WalkStep step)
    {
        if (step.File is { } file)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, file), step.Text);
            return (true, "");
        }

        string ended = Path.Combine(_root, "folder");
        string script = $"set -eu\ntrap 'pwd > \"{ended}\"' EXIT\n{step.Text}";
        ProcessStartInfo start = new("bash", ["-c", script])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Neither the test host's own MSBuild nor a git that runs the tests is the one that is started here.
        foreach (string name in start.Environment.Keys.Where(static k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || k.StartsWith("GIT_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        _folder = (await File.ReadAllTextAsync(ended)).TrimEnd('\n');
        return (process.ExitCode == 0, output);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;

    // Links, so that a package of ours that somebody has put into his cache is left out.
    private string PackagesOfOthers()
    {
        string links = Make("others");
        DirectoryInfo cache = new(Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } path ? path : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));
        foreach (DirectoryInfo package in cache.Exists ? cache.EnumerateDirectories() : [])
        {
            if (!package.Name.StartsWith("zonedsdk", StringComparison.OrdinalIgnoreCase))
            {
                Directory.CreateSymbolicLink(Path.Combine(links, package.Name), package.FullName);
            }
        }

        return links;
    }
}
