using System.Globalization;
using System.Runtime.Versioning;
using ZonedSdk.Benchmarks;
using ZonedSdk.Benchmarks.Bars;
using ZonedSdk.Benchmarks.Curves;
using ZonedSdk.Benchmarks.Endurance;
using ZonedSdk.Benchmarks.Reports;
using ZonedSdk.Benchmarks.Rows;

[assembly: SupportedOSPlatform("linux")]

// For all threads, and not by CurrentCulture: that flows with every await, and would be exchanged at each continuation.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (CommandLine.Parse(args) is not { } asked)
{
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}

if (asked.Command == "plots")
{
    AllCurves.Write(Effort.Full(asked.Folder), asked.Output);
    return 0;
}

if (asked.Command == "endurance")
{
    if (!int.TryParse(asked.Rows.FirstOrDefault("100"), CultureInfo.InvariantCulture, out int millions) || millions < 1)
    {
        Console.Error.WriteLine($"'{asked.Rows[0]}' is no number of millions. It is one from 1 to {int.MaxValue}.");
        return 2;
    }

    bool isFlat = LongRun.Run(millions * 1_000_000L);
    return IdleDevices.Look(asked.Folder) && isFlat ? 0 : 1;
}

IReadOnlyList<Row> rows = asked.Command == "costs" ? AllRows.Costs : AllRows.Bars;
if (asked.Rows.FirstOrDefault(id => rows.All(row => row.Id != id)) is { } unknown)
{
    Console.Error.WriteLine($"There is no row '{unknown}'. Name one of: {string.Join(", ", rows.Select(row => row.Id))}.");
    return 2;
}

bool isQuick = asked.Command == "quick";
RunCircumstances circumstances = RunCircumstances.Now();
IReadOnlyList<RowResult> results = BarRun.Of(
    [.. rows.Where(row => asked.Rows.Count == 0 || asked.Rows.Contains(row.Id))],
    row => !isQuick ? (Effort.Full(asked.Folder) with { Device = asked.Device }, row.IsJudged) : row.IsQuiet ? (Effort.Brief(asked.Folder), true) : (Effort.Glance(asked.Folder), false));

string table = $"{circumstances}\n\n{BarTable.Of(results)}";
Console.WriteLine(table);
Directory.CreateDirectory(asked.Output);
File.WriteAllText(Path.Combine(asked.Output, $"{asked.Command}.md"), table);
File.WriteAllText(Path.Combine(asked.Output, $"{asked.Command}.json"), BarJson.Of(circumstances, results));
if (asked.Command == "bars" && asked.Rows.Count == 0)
{
    AllCurves.Write(Effort.Full(asked.Folder), asked.Output);
}

return results.Any(result => result.IsMissed) ? 1 : 0;
