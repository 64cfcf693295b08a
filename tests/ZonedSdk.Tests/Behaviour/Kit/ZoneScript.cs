using System.Text.RegularExpressions;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>
/// A case as a line of text: <c>write1x2 close1 write1@0!Misaligned =&gt; 1=C2</c>. Two blocks are written to zone 1, the zone is closed, a write at its block 0
/// is refused as misaligned, and zone 1 is then Closed with two blocks written.
/// </summary>
/// <remarks>
/// A word is a verb, a zone, and optionally <c>@block</c> of the zone (default: its write pointer), <c>xblocks</c> (default 1) and <c>!error</c> (default: it succeeds).
/// Conditions: E empty, I implicitly open, X explicitly open, C closed, F full, R read-only, O offline, N none; a number behind one is the write pointer in blocks.
/// </remarks>
internal static partial class ZoneScript
{
    /// <summary>Runs a script and checks what it expects.</summary>
    public static async Task RunAsync(Bench bench, string script)
    {
        string[] halves = script.Split("=>", StringSplitOptions.TrimEntries);
        foreach (string word in halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await StepAsync(bench, word);
        }

        foreach (string expected in halves.Length > 1 ? halves[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            string[] sides = expected.Split('=');
            int zone = int.Parse(sides[0]);
            Assert.Equal(expected, $"{zone}={Describe(bench, zone, withPointer: sides[1].Length > 1)}");
        }

        bench.AssertAgreed();
    }

    /// <summary>Runs one word; its error, or none, is as the word says.</summary>
    public static async Task StepAsync(Bench bench, string word)
    {
        Match match = Word().Match(word);
        Assert.True(match.Success, $"'{word}' is no word of a script.");
        string expected = match.Groups["error"].Success ? match.Groups["error"].Value : "None";
        Task task = StartAsync(bench, match);
        if (expected.StartsWith("TooMany", StringComparison.Ordinal))
        {
            // It may wait for a resource that nobody gives back; the wait has its end.
            await bench.PassUntilEndedAsync(task, TimeSpan.FromSeconds(1));
        }

        string error = await ErrorOfAsync(task);
        Assert.True(expected == error, $"'{word}' ended with {error}.");
    }

    /// <summary>What went wrong with a task, as one word.</summary>
    public static async Task<string> ErrorOfAsync(Task task)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromSeconds(60));
            return "None";
        }
        catch (ZonedIOException e)
        {
            return e.Error.ToString();
        }
        catch (ArgumentException)
        {
            return "Argument";
        }
        catch (NotSupportedException)
        {
            return "NotSupported";
        }
    }

    /// <summary>A zone as the drive has it, in the letters of the script.</summary>
    public static string Describe(Bench bench, int zone, bool withPointer)
    {
        ZoneInfo info = bench.Drive.Inspect(zone);
        return withPointer && info.HasValidWritePointer ? $"{Letter(info.Condition)}{(info.WritePointer - info.Start) / bench.Block}" : Letter(info.Condition);
    }

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

    private static async Task StartAsync(Bench bench, Match match)
    {
        ZonedDevice device = bench.Device;
        int zone = int.Parse(match.Groups["zone"].Value);
        long blocks = match.Groups["n"].Success ? long.Parse(match.Groups["n"].Value) : 1;
        bool isZone = zone < device.Geometry.ZoneCount;
        long start = device.Geometry.StartOf(zone);
        long pointer = isZone && device.GetZone(zone).HasValidWritePointer ? device.GetZone(zone).WritePointer : isZone ? device.GetZone(zone).End : 0;
        long at = match.Groups["at"].Success ? start + (long.Parse(match.Groups["at"].Value) * bench.Block) : pointer;
        switch (match.Groups["verb"].Value)
        {
            case "open":
                _ = await device.OpenZoneAsync(zone);
                break;
            case "close":
                await device.CloseZoneAsync(zone);
                break;
            case "finish":
                await device.FinishZoneAsync(zone);
                break;
            case "reset":
                await device.ResetZoneAsync(zone);
                break;
            case "resetall":
                await device.ResetAllAsync(device.Identity);
                break;
            case "write":
                await device.WriteAsync(at, Bench.Pattern(blocks * bench.Block, zone));
                break;
            case "fill":
                await device.WriteAsync(at, Bench.Pattern(device.GetZone(zone).End - at, zone));
                break;
            case "writebytes":
                await device.WriteAsync(at, Bench.Pattern(blocks, zone));
                break;
            case "writeoff":
                await device.WriteAsync(at + 512, Bench.Pattern(bench.Block, zone));
                break;
            case "append":
                await device.AppendAsync(zone, Bench.Pattern(blocks * bench.Block, zone));
                break;
            case "read":
                await bench.ReadAsync(zone, (at - start) / bench.Block, blocks);
                break;
            case "report":
                await device.ReportZoneAsync(zone);
                break;
            case "filter":
                await foreach (ZoneInfo _ in device.ReportAsync((ReportFilter)zone))
                {
                    // The listing itself is what is tried.
                }

                break;
            case "recover":
                await device.RecoverAsync(zone);
                break;
            case "readonly":
                bench.Drive.SetCondition(zone, ZoneCondition.ReadOnly);
                break;
            case "offline":
                bench.Drive.SetCondition(zone, ZoneCondition.Offline);
                break;
            case "full":
                bench.Drive.SetCondition(zone, ZoneCondition.Full);
                break;
            default:
                Assert.Fail($"'{match.Value}' has no verb that a script knows.");
                break;
        }
    }

    [GeneratedRegex(@"^(?<verb>[a-z]+)(?<zone>\d+)(@(?<at>\d+))?(x(?<n>\d+))?(!(?<error>\w+))?$")]
    private static partial Regex Word();
}
