using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace ZonedSdk.PackageTests.Harness;

/// <summary>
/// The package, and what a build of the projects under <c>Projects</c> made of it: packed once, to a feed of its own, under a version that no cache can know,
/// and used in a folder where nothing of this repository is found.
/// </summary>
public sealed class PackedSdk : IAsyncLifetime
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly string _version = string.Create(CultureInfo.InvariantCulture, $"0.0.0-test.{Environment.ProcessId}.{DateTime.UtcNow.Ticks}");

    /// <summary>Where the projects stand.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("ZonedSdk.PackageTests-").FullName;

    /// <summary>What the build of all projects wrote.</summary>
    public string BuildOutput { get; private set; } = "";

    // Where what our own packages depend on was restored to when they were built: no registry is asked a second time.
    private static string RestoredPackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private string Feed => Path.Combine(Folder, "feed");

    /// <summary>The version under which everything was packed.</summary>
    public string Version => _version;

    /// <summary>Opens a package.</summary>
    public ZipArchive OpenPackage(string id = "ZonedSdk") => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{_version}.nupkg"));

    /// <summary>A file that the build wrote about a project; empty where it wrote none.</summary>
    public string ResultOf(string name) => Path.Combine(Folder, "results", name) is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    /// <summary>The files that generators of the package wrote into a project.</summary>
    public IReadOnlyList<string> GeneratedIn(string project)
    {
        string folder = Path.Combine(Folder, "results", project, "ZonedSdk.Generators");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(static f => Path.GetFileName(f))] : [];
    }

    /// <summary>Runs a project that was built.</summary>
    public Task<string> RunProjectAsync(string project, params string[] arguments) =>
        Dotnet.SucceedAsync(Folder, [Path.Combine(Folder, "artifacts", "bin", project, "debug", $"{project}.dll"), .. arguments]);

    /// <summary>Lets <c>dotnet format</c> apply the fixes of a rule in a project, and gives what it wrote and a source as it is then.</summary>
    public async Task<(string Output, string Source)> FormatAsync(string project, string id, string source)
    {
        string output = await Dotnet.SucceedAsync(Folder, "format", "analyzers", Path.Combine(project, $"{project}.csproj"), "--diagnostics", id, "--severity", "error", "--verbosity", "normal");
        return (output, await File.ReadAllTextAsync(Path.Combine(Folder, project, source)));
    }

    /// <summary>Installs a tool from its package, once for all tests.</summary>
    /// <returns>The program's path.</returns>
    public async Task<string> InstallToolAsync(string id, string command)
    {
        string program = Path.Combine(Folder, "tools", command);
        if (!File.Exists(program))
        {
            await Dotnet.SucceedAsync(Folder, "tool", "install", id, "--tool-path", Path.GetDirectoryName(program)!, "--add-source", Feed, "--version", _version);
        }

        return program;
    }

    /// <summary>Compiles a project to a native program for this machine.</summary>
    /// <returns>The program's path, and what the compilation wrote.</returns>
    public async Task<(string Program, string Output)> CompileAheadAsync(string project)
    {
        string folder = Path.Combine(Folder, "native", project);
        string output = await Dotnet.SucceedAsync(Folder, "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder);
        return (Path.Combine(folder, project), output);
    }

    /// <summary>Builds a sample of the repository as its reader may: with the package instead of the project.</summary>
    /// <returns>The program's path.</returns>
    public async Task<string> BuildSampleAsync(string sample)
    {
        string artifacts = Path.Combine(Folder, "samples", sample);
        await Dotnet.SucceedAsync(
            RepositoryRoot.Path,
            "build",
            Path.Combine("samples", sample),
            "-c",
            Configuration,
            "-p:UsePackages=true",
            $"-p:ZonedSdkVersion={_version}",
            $"-p:ZonedSdkFeed={Feed}",
            $"-p:RestorePackagesPath={Path.Combine(Folder, "samples", "packages")}",
            $"-p:RestoreAdditionalProjectFallbackFolders={PackagesOfOthers}",
            $"-p:ArtifactsPath={artifacts}");
        return Path.Combine(artifacts, "bin", sample, Configuration.ToLowerInvariant(), $"{sample}.dll");
    }

    // What others have packed is on this machine since the repository was restored.
    private static string PackagesOfOthers =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } path ? path : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Copy(Path.Combine(RepositoryRoot.Path, "tests", "ZonedSdk.PackageTests", "Projects"), Folder);
        Directory.CreateDirectory(Feed);
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "Version.props"), $"<Project><PropertyGroup><ZonedSdkVersion>{_version}</ZonedSdkVersion><RestoredPackages>{RestoredPackages}</RestoredPackages></PropertyGroup></Project>");

        // Built already, because this assembly's project refers to them.
        foreach (string project in (string[])["ZonedSdk", "ZonedSdk.Testing", "ZonedSdk.Hosting", "ZonedSdk.Cli"])
        {
            await Dotnet.SucceedAsync(
                RepositoryRoot.Path, "pack", $"src/{project}", "--no-build", "-c", Configuration, "-o", Feed, $"-p:PackageVersion={_version}", $"-p:NuspecOutputPath={Path.Combine(Folder, "nuspec", project)}/");
        }

        await Dotnet.SucceedAsync(Folder, "pack", "Middle", "-c", "Debug", "-o", Feed);
        await Dotnet.SucceedAsync(Folder, "msbuild", "All.proj", "-t:Restore", "-v:q");

        // Projects with mistakes do not compile: the exit code says nothing.
        (_, BuildOutput) = await Dotnet.RunAsync(Folder, "msbuild", "All.proj", "-t:Build", "-v:m");
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
