using System.Text.RegularExpressions;

namespace ZonedSdk.Testing.Benches;

/// <summary>
/// A case as a line of text: <c>write1x2 close1 write1@0!Misaligned =&gt; 1=C2</c>. Two blocks are written to zone 1, the zone is closed, a write at its block 0
/// is refused as misaligned, and zone 1 is then Closed with two blocks written.
/// </summary>
/// <remarks>
/// <para>A word is a verb, a zone, and optionally <c>@place</c> (default: the write pointer), <c>xlength</c> (default one block) and <c>!error</c> (default: it succeeds).</para>
/// <para>A place is a block from the zone's start, <c>-n</c> from the end of its capacity, or <c>^n</c> from the end of its length. A length is a number of blocks,
/// <c>+n</c> so many more than the capacity, <c>&lt;n</c> so long that it ends n blocks before the capacity's end (or as long as a command can be), or <c>&gt;n</c> n blocks inside the next zone.</para>
/// <para>Conditions: E empty, I implicitly open, X explicitly open, C closed, F full, R read-only, O offline, N none; a number behind one is the write pointer
/// in blocks from the zone's start, or <c>-n</c> from the end of its capacity.</para>
/// </remarks>
internal static partial class ZoneScript
{
    private static readonly string[] s_faultVerbs = ["readonly", "offline", "full"];

    /// <summary>Runs a script and checks what it expects.</summary>
    public static async Task RunAsync(Bench bench, string script)
    {
        string[] halves = script.Split("=>", StringSplitOptions.TrimEntries);
        foreach (string word in halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await StepAsync(bench, word).ConfigureAwait(false);
        }

        foreach (string expected in halves.Length > 1 ? halves[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            await ExpectAsync(bench, expected).ConfigureAwait(false);
        }

        await bench.AssertAgreedAsync().ConfigureAwait(false);
    }

    /// <summary>Runs one word; its error, or none, is as the word says.</summary>
    public static async Task StepAsync(Bench bench, string word)
    {
        Match match = Word().Match(word);
        Check.True(match.Success, $"'{word}' is a word of a script");
        string expected = match.Groups["error"].Success ? match.Groups["error"].Value : "None";
        int line = bench.Trace.Begin(word[..^(match.Groups["error"].Success ? expected.Length + 1 : 0)]);
        Task task = StartAsync(bench, match);
        if (expected.StartsWith("TooMany", StringComparison.Ordinal))
        {
            // It may wait for a resource that nobody gives back; the wait has its end.
            await bench.PassUntilEndedAsync(task, TimeSpan.FromSeconds(10)).ConfigureAwait(false);
        }

        string error = await Bench.ErrorOfAsync(task).ConfigureAwait(false);
        bench.Trace.End(line, error == "None" ? "ok" : error);
        if (expected != error)
        {
            string told = task.Exception?.InnerException is { } e ? $" ({e.Message})" : "";
            throw new CheckFailedException($"Expected of '{word}': {expected}; found: {error}{told}.");
        }
    }

    /// <summary>Whether a script does something to a zone, or looks at it.</summary>
    public static bool UsesZone(string script, int zone) =>
        script.Split(' ').Any(word => word.StartsWith($"{zone}=", StringComparison.Ordinal) || (Word().Match(word) is { Success: true } match && match.Groups["verb"].Value is not ("resetall" or "filter") && int.Parse(match.Groups["zone"].Value) == zone));

    /// <summary>What a script needs of a drive's injector.</summary>
    public static DriveFaults FaultsOf(string script) => script.Split(' ')
        .Select(static word => s_faultVerbs.FirstOrDefault(verb => word.StartsWith(verb, StringComparison.Ordinal)) switch
        {
            "readonly" => DriveFaults.ReadOnlyZone,
            "offline" => DriveFaults.OfflineZone,
            "full" => DriveFaults.FinishZone,
            _ => DriveFaults.None,
        })
        .Aggregate(DriveFaults.None, static (all, one) => all | one);

    public static string Letter(ZoneCondition condition) => condition switch
    {
        ZoneCondition.NotWritePointer => "N",
        ZoneCondition.Empty => "E",
        ZoneCondition.ImplicitlyOpen => "I",
        ZoneCondition.ExplicitlyOpen => "X",
        ZoneCondition.Closed => "C",
        ZoneCondition.Full => "F",
        ZoneCondition.ReadOnly => "R",
        ZoneCondition.Offline => "O",
        _ => "?",
    };

    private static async Task ExpectAsync(Bench bench, string expected)
    {
        string[] sides = expected.Split('=');
        int zone = int.Parse(sides[0]);
        string found = await bench.DescribeAsync(zone, withPointer: sides[1].Length > 1).ConfigureAwait(false);
        string wanted = sides[1].Length > 2 && sides[1][1] == '-' ? $"{sides[1][0]}{bench.Capacity(zone) - int.Parse(sides[1][2..])}" : sides[1];
        bench.Trace.Add($"zone {zone} is {(wanted == found ? sides[1] : found)}");
        Check.Equal(wanted, found, $"zone {zone} at the end");
    }

    private static async Task StartAsync(Bench bench, Match match)
    {
        ZonedDevice device = bench.Device;
        int zone = int.Parse(match.Groups["zone"].Value);
        int index = bench.Index(zone);
        bool isZone = zone < bench.ZoneCount && index >= 0;
        long at = isZone ? PlaceOf(bench, zone, match.Groups["at"].Value) : 0;
        long length = isZone ? LengthOf(bench, zone, at, match.Groups["n"].Value) : bench.Block;
        switch (match.Groups["verb"].Value)
        {
            case "open":
                _ = await device.OpenZoneAsync(index).ConfigureAwait(false);
                break;
            case "close":
                await device.CloseZoneAsync(index).ConfigureAwait(false);
                break;
            case "finish":
                await device.FinishZoneAsync(index).ConfigureAwait(false);
                break;
            case "reset":
                await device.ResetZoneAsync(index).ConfigureAwait(false);
                break;
            case "resetall":
                await device.ResetAllAsync(device.Identity).ConfigureAwait(false);
                break;
            case "write":
                await device.WriteAsync(at, Bench.Pattern(length, zone)).ConfigureAwait(false);
                break;
            case "fill":
                await bench.FillAsync(zone, seed: zone).ConfigureAwait(false);
                break;
            case "near":
                await bench.FillAsync(zone, leaving: 1, seed: zone).ConfigureAwait(false);
                break;
            case "writehalf":
                await device.WriteAsync(at, Bench.Pattern(bench.Block / 2, zone)).ConfigureAwait(false);
                break;
            case "writemore":
                await device.WriteAsync(at, Bench.Pattern(bench.Block * 3 / 2, zone)).ConfigureAwait(false);
                break;
            case "writeoff":
                await device.WriteAsync(at + (bench.Block / 2), Bench.Pattern(bench.Block, zone)).ConfigureAwait(false);
                break;
            case "append":
                await device.AppendAsync(index, Bench.Pattern(length, zone)).ConfigureAwait(false);
                break;
            case "read":
                await device.ReadAsync(at, new byte[length]).ConfigureAwait(false);
                break;
            case "report":
                await device.ReportZoneAsync(index).ConfigureAwait(false);
                break;
            case "filter":
                await foreach (ZoneInfo _ in device.ReportAsync((ReportFilter)zone).ConfigureAwait(false))
                {
                    // The listing itself is what is tried.
                }

                break;
            case "recover":
                await device.RecoverAsync(index).ConfigureAwait(false);
                break;
            case "readonly":
                bench.Faults!.SetCondition(index, ZoneCondition.ReadOnly);
                break;
            case "offline":
                bench.Faults!.SetCondition(index, ZoneCondition.Offline);
                break;
            case "full":
                bench.Faults!.SetCondition(index, ZoneCondition.Full);
                break;
            default:
                throw new CheckFailedException($"'{match.Value}' has no verb that a script knows.");
        }
    }

    private static long PlaceOf(Bench bench, int zone, string place)
    {
        ZoneInfo info = bench.Known(zone);
        return place switch
        {
            // Behind a zone that is full up to its very end there is only the next zone.
            "" => info.HasValidWritePointer ? info.WritePointer : info.CapacityBytes < info.LengthBytes ? info.End : info.End - bench.Block,
            ['-', ..] => info.End - (long.Parse(place[1..]) * bench.Block),
            ['^', ..] => info.Start + info.LengthBytes - (long.Parse(place[1..]) * bench.Block),
            _ => info.Start + (long.Parse(place) * bench.Block),
        };
    }

    private static long LengthOf(Bench bench, int zone, long at, string length)
    {
        ZoneInfo info = bench.Known(zone);
        return length switch
        {
            "" => bench.Block,
            ['+', ..] when info.CapacityBytes >= bench.Device.Limits.MaxTransferBytes => throw new NotApplicableException("No command of the device is longer than one of its zones."),
            ['+', ..] => info.CapacityBytes + (long.Parse(length[1..]) * bench.Block),
            ['<', ..] => Math.Min(bench.Device.Limits.MaxTransferBytes, info.End - at - (long.Parse(length[1..]) * bench.Block)),
            ['>', ..] => info.Start + info.LengthBytes - at + (long.Parse(length[1..]) * bench.Block),
            _ => long.Parse(length) * bench.Block,
        };
    }

    [GeneratedRegex(@"^(?<verb>[a-z]+)(?<zone>\d+)(@(?<at>[-^]?\d+))?(x(?<n>[+<>]?\d+))?(!(?<error>\w+))?$")]
    private static partial Regex Word();
}
