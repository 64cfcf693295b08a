using System.Diagnostics;
using System.Text.Json;
using ZonedSdk.Analyzers.Tests.SelfHost;

namespace ZonedSdk.Analyzers.Tests.Cost;

/// <summary>The compiler's command line for <c>src/ZonedSdk</c> as a release build writes it, with everything that the build lets it run.</summary>
internal sealed class CompilerCommand
{
    private const string Analyzers = "ZonedSdk.Analyzers.dll";

    private CompilerCommand(string compiler, IReadOnlyList<string> arguments)
    {
        Compiler = compiler;
        Arguments = arguments;
    }

    /// <summary>The project's folder, from which the compiler is started.</summary>
    public static string Folder { get; } = Path.Combine(RuntimeSources.Root, "src", "ZonedSdk");

    /// <summary>The SDK's own compiler.</summary>
    public string Compiler { get; }

    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The same without our analyzers; all others stay, and our generator, without which the project does not compile.</summary>
    public CompilerCommand WithoutAnalyzers => new(Compiler, [.. Arguments.Where(static a => !IsAnalyzers(a))]);

    /// <summary>Builds the project, then asks the build what it tells the compiler.</summary>
    public static CompilerCommand OfTheRuntime()
    {
        Dotnet("build", "-c", "Release", "-v", "q", "--nologo");

        // Up to date as all is now, the compiler would not be asked: a file that never exists is never up to date.
        using var answer = JsonDocument.Parse(Dotnet(
            "msbuild", "-t:Compile", "-p:Configuration=Release", "-p:BuildProjectReferences=false", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
            "-p:NonExistentFile=none", "-getItem:CscCommandLineArgs", "-getProperty:RoslynTargetsPath"));
        string roslyn = answer.RootElement.GetProperty("Properties").GetProperty("RoslynTargetsPath").GetString()!;
        string[] arguments = [.. answer.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(static item => item.GetProperty("Identity").GetString()!)];
        return arguments.Any(IsAnalyzers)
            ? new CompilerCommand(Path.Combine(roslyn, "bincore", "csc.dll"), arguments)
            : throw new InvalidOperationException($"The build of {Folder} does not use {Analyzers}: there is nothing to measure.");
    }

    private static bool IsAnalyzers(string argument) =>
        argument.StartsWith("/analyzer:", StringComparison.Ordinal) && Path.GetFileName(argument) == Analyzers;

    private static string Dotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode} in {Folder}:\n{output}");
    }
}
