namespace ZonedSdk.Benchmarks;

/// <summary>What was asked for.</summary>
/// <param name="Command">Which rows, and how thoroughly.</param>
/// <param name="Rows">Only these rows, or how many millions; none = all.</param>
/// <param name="Folder">Where files are measured.</param>
/// <param name="Device">A zoned block device that may be written over; null where there is none.</param>
/// <param name="Output">Where the results are written.</param>
internal sealed record CommandLine(string Command, IReadOnlyList<string> Rows, string Folder, string? Device, string Output)
{
    public const string Usage = """
        dotnet run -c Release --project tests/ZonedSdk.Benchmarks -- COMMAND [ROW ...] [--folder FOLDER] [--device DEVICE] [--output FOLDER]

          bars      every row of the table of bars, beside its baseline, and the plots; exit code 1 where a required bar is missed
          quick     the same in under two minutes; judges the rows that no disk and no scheduler disturbs
          plots     the plots alone
          costs     generated adapters against hand-written ones, listeners to metrics, and what a second ring brings
          endurance a hundred million appends (or as many millions as are named) that may leave nothing in memory,
                    and idle devices that may not take the processor; exit code 1 where one does

          --folder  where files are measured: of a file system that takes direct I/O; default artifacts/benchmarks
          --device  a zoned block device for row 21: all its data are lost
          --output  where table, JSON and plots are written; default artifacts/benchmarks
        """;

    /// <summary>Reads the arguments; null where they say nothing that can be done.</summary>
    public static CommandLine? Parse(string[] arguments)
    {
        string standard = Path.Combine("artifacts", "benchmarks");
        (string? command, string folder, string? device, string output) = (null, standard, null, standard);
        List<string> rows = [];
        for (int index = 0; index < arguments.Length; index++)
        {
            string argument = arguments[index];
            if (argument is "--folder" or "--device" or "--output")
            {
                if (++index == arguments.Length)
                {
                    return null;
                }

                folder = argument == "--folder" ? arguments[index] : folder;
                device = argument == "--device" ? arguments[index] : device;
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

        return command is "bars" or "quick" or "plots" or "costs" or "endurance" ? new CommandLine(command, rows, folder, device, output) : null;
    }
}
