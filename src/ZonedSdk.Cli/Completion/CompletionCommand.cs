namespace ZonedSdk.Cli;

/// <summary>Writes what a shell needs to complete the tool's arguments: the shell asks the tool itself, so what it offers is what this version takes.</summary>
internal static class CompletionCommand
{
    /// <summary>The shells that are known.</summary>
    public static readonly string[] Shells = ["bash", "zsh", "fish"];

    public static async Task<int> RunAsync(string shell, TextWriter output)
    {
        await output.WriteAsync(shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }).ConfigureAwait(false);
        return ExitCode.Done;
    }

    // What begins with a path is left to the shell where the tool offers nothing.
    private const string Bash = """
        _zoned() {
          local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
          COMPREPLY=($(compgen -W "$(zoned "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _zoned zoned

        """;

    private const string Zsh = """
        _zoned() {
          local -a offered
          offered=("${(@f)$(zoned "[suggest:$#BUFFER]" "$BUFFER" 2>/dev/null)}")
          compadd -a offered
          [[ -n $offered ]] || _files
        }
        compdef _zoned zoned

        """;

    private const string Fish = """
        complete -c zoned -a '(zoned "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2>/dev/null)'

        """;
}
