using System.Diagnostics;
using ZonedSdk.Tests.Samples;

namespace ZonedSdk.Tests.Cli;

/// <summary>Completion as bash does it: its own function, filled by the tool.</summary>
public sealed class CompletionCommandTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("zoned de", "describe")]
    [InlineData("zoned create --zone-c", "--zone-capacity")]
    [InlineData("zoned create --flavour Z", "Zbc Zns")]
    [InlineData("zoned completion b", "bash")]
    public async Task Bash_completes_what_the_tool_takes(string line, string completed)
    {
        // The tool by its name, as it is installed.
        string tool = _folder.PathOf("zoned");
        await File.WriteAllTextAsync(tool, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "zoned.dll")}' \"$@\"\n");
        File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string script = $$"""
            PATH={{_folder.PathOf("")}}:$PATH
            eval "$(zoned completion bash)"
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            IFS=' ' read -ra COMP_WORDS <<< "$COMP_LINE"
            [ "${COMP_LINE: -1}" != ' ' ] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _zoned
            echo "${COMPREPLY[@]}"
            """;
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        Task<string> errors = bash.StandardError.ReadToEndAsync();
        string output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.True(completed == string.Join(' ', output.Trim().Split(' ').Order(StringComparer.Ordinal)), $"{output}{await errors}");
    }
}
