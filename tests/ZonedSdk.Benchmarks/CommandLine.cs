namespace ZonedSdk.Benchmarks;

/// <summary>What was asked for.</summary>
/// <param name="Command">Which rows, and how thoroughly.</param>
/// <param name="Rows">Only these rows; none = all.</param>
/// <param name="Folder">Where files are measured.</param>
/// <param name="Output">Where the results are written.</param>
internal sealed record CommandLine(string Command, IReadOnlyList<string> Rows, string Folder, string Output)
{
    public const string Usage = """
        dotnet run -c Release --project tests/ZonedSdk.Benchmarks -- COMMAND [ROW ...] [--folder FOLDER] [--output FOLDER]

          bars      every row of the table of bars, beside its baseline, and the plots; exit code 1 where a required bar is missed
          quick     the same in under two minutes; judges the rows that no disk and no scheduler disturbs
          plots     the plots alone
          backends  generated adapters against hand-written ones

          --folder  where files are measured: of a file system that takes direct I/O; default artifacts/benchmarks
          --output  where table, JSON and plots are written; default artifacts/benchmarks
        """;

    /// <summary>Reads the arguments; null where they say nothing that can be done.</summary>
    public static CommandLine? Parse(string[] arguments)
    {
        string standard = Path.Combine("artifacts", "benchmarks");
        (string? command, string folder, string output) = (null, standard, standard);
        List<string> rows = [];
        for (int index = 0; index < arguments.Length; index++)
        {
            string argument = arguments[index];
            if (argument is "--folder" or "--output")
            {
                if (++index == arguments.Length)
                {
                    return null;
                }

                folder = argument == "--folder" ? arguments[index] : folder;
                output = argument == "--output" ? arguments[index] : output;
            }
            else if (command is null)
            {
                command = argument;
            }
            else
            {
                rows.Add(argument);
            }
        }

        return command is "bars" or "quick" or "plots" or "backends" ? new CommandLine(command, rows, folder, output) : null;
    }
}
