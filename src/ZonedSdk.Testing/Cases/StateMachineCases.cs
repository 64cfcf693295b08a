using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>Every cell of the state table as somebody who uses <see cref="ZonedDevice"/> meets it, written down from the standards: condition, error, and the counts that follow.</summary>
internal static class StateMachineCases
{
    // Rows: condition and whether a block is written; k behind it: the device was opened when the zone was in this condition already.
    // Columns: write, append, open, close, finish, reset. A cell is the condition afterwards, or ! and the error.
    // The runtime asks the drive before it finishes a zone with data: that one has died it then says itself.
    private const string Zbc = """
        E0   I            I            X                  E                  F                  E
        I0   I            I            X                  E                  F                  E
        I1   I            I            X                  C                  F                  E
        X0   X            X            X                  E                  F                  E
        X1   X            X            X                  C                  F                  E
        C1   I            I            X                  C                  F                  E
        C1k  I            I            X                  C                  F                  E
        F0   !ZoneFull    !ZoneFull    F                  F                  F                  E
        F1   !ZoneFull    !ZoneFull    F                  F                  F                  E
        F1k  !ZoneFull    !ZoneFull    F                  F                  F                  E
        R1   !ZoneReadOnly !ZoneReadOnly !InvalidTransition !InvalidTransition !ZoneReadOnly      !InvalidTransition
        R1k  !ZoneReadOnly !ZoneReadOnly !ZoneReadOnly     !ZoneReadOnly      !ZoneReadOnly      !ZoneReadOnly
        O1   !ZoneOffline !ZoneOffline !InvalidTransition !InvalidTransition !ZoneOffline       !InvalidTransition
        O1k  !ZoneOffline !ZoneOffline !ZoneOffline       !ZoneOffline       !ZoneOffline       !ZoneOffline
        """;

    private const string Zns = """
        E0   I            I            X                  !InvalidTransition F                  E
        I0   I            I            X                  C                  F                  E
        I1   I            I            X                  C                  F                  E
        X0   X            X            X                  C                  F                  E
        X1   X            X            X                  C                  F                  E
        C0   I            I            X                  C                  F                  E
        C1   I            I            X                  C                  F                  E
        C1k  I            I            X                  C                  F                  E
        F0   !ZoneFull    !ZoneFull    !InvalidTransition !InvalidTransition F                  E
        F1   !ZoneFull    !ZoneFull    !InvalidTransition !InvalidTransition F                  E
        F1k  !ZoneFull    !ZoneFull    !InvalidTransition !InvalidTransition F                  E
        R1   !ZoneReadOnly !ZoneReadOnly !InvalidTransition !InvalidTransition !ZoneReadOnly      !InvalidTransition
        R1k  !ZoneReadOnly !ZoneReadOnly !ZoneReadOnly     !ZoneReadOnly      !ZoneReadOnly      !ZoneReadOnly
        O1   !ZoneOffline !ZoneOffline !InvalidTransition !InvalidTransition !ZoneOffline       !InvalidTransition
        O1k  !ZoneOffline !ZoneOffline !ZoneOffline       !ZoneOffline       !ZoneOffline       !ZoneOffline
        """;

    private static readonly string[] s_commands = ["write", "append", "open", "close", "finish", "reset"];

    public static IReadOnlyList<ConformanceCase> All { get; } = Read().Cases;

    private static CaseList Read()
    {
        CaseList list = new("state machine");
        foreach ((ZoneFlavour flavour, string table) in new[] { (ZoneFlavour.Zbc, Zbc), (ZoneFlavour.Zns, Zns) })
        {
            foreach (string line in table.Split('\n'))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                for (int i = 0; i < s_commands.Length; i++)
                {
                    AddCell(list, flavour, words[0], s_commands[i], words[i + 1]);
                }
            }
        }

        return list;
    }

    private static void AddCell(CaseList list, ZoneFlavour flavour, string from, string command, string expected)
    {
        CaseNeeds needs = new()
        {
            Flavour = flavour,
            Shape = new DriveShape { CapacityBlocks = 6, MaxOpenZones = 2, MaxActiveZones = 2 },
            Faults = from[0] switch
            {
                'I' when from[1] == '0' => DriveFaults.FailWrite,
                'R' => DriveFaults.ReadOnlyZone,
                'O' => DriveFaults.OfflineZone,
                _ => DriveFaults.None,
            },
        };
        string name = $"{flavour} {from} {command} {expected}";
        list.AddNamed(name, bench => HoldsAsync(bench, from, command, expected), needs);
        list.AddNamed($"{name} after the drive was switched off", bench => HoldsAgainAsync(bench, from, command, expected), needs with
        {
            Shape = new DriveShape { CapacityBlocks = 6 },
            IsSwitchedOff = true,
        });
    }

    private static async Task HoldsAsync(Bench bench, string from, string command, string expected)
    {
        await BringAsync(bench, from);
        string before = await bench.DescribeAsync(0, withPointer: true);
        Check.Equal(from[..1], before[..1], "the condition before");
        CheckCounts(bench, from[..1]);

        string error = expected[0] == '!' ? expected[1..] : "None";
        await ZoneScript.StepAsync(bench, error == "None" ? $"{command}0" : $"{command}0!{error}");
        string after = expected[0] == '!' ? before : expected;
        string found = await bench.DescribeAsync(0, withPointer: false);
        bench.Trace.Add($"zone 0 is {found}");
        Check.Equal(after[..1], found, "the condition afterwards");
        CheckCounts(bench, after[..1]);
        await bench.AssertAgreedAsync();
        long written = after[0] is 'E' ? 0 : (from[1] - '0') + (command is "write" or "append" && error == "None" ? 1 : 0);
        if (after[0] is 'E' or 'I' or 'X' or 'C')
        {
            Check.Equal(written, bench.Written(0), "the blocks that are written");
        }
    }

    private static async Task HoldsAgainAsync(Bench bench, string from, string command, string expected)
    {
        await BringAsync(bench, from);
        string error = expected[0] == '!' ? expected[1..] : "None";
        await ZoneScript.StepAsync(bench, error == "None" ? $"{command}0" : $"{command}0!{error}");
        string after = await bench.DescribeAsync(0, withPointer: true);
        await bench.ReopenAsync();

        // Open conditions do not survive; where a zone stands does.
        string wanted = after[0] is 'I' or 'X' or 'C' ? after[1..] == "0" ? "E0" : $"C{after[1..]}" : after;
        string found = await bench.DescribeAsync(0, withPointer: true);
        bench.Trace.Add($"zone 0 is {found}");
        Check.Equal(wanted, found, "the zone after the drive was switched off");
        await bench.AssertAgreedAsync();
    }

    private static void CheckCounts(Bench bench, string condition)
    {
        (int open, int active) = condition switch { "I" or "X" => (1, 1), "C" => (0, 1), _ => (0, 0) };
        bench.CheckCounts(open, active);
    }

    private static async Task BringAsync(Bench bench, string from)
    {
        bool isWritten = from[1] == '1';
        bool isKnown = from.EndsWith('k');
        if (isWritten && from[0] != 'X')
        {
            await ZoneScript.StepAsync(bench, "write0");
        }

        switch (from[0])
        {
            case 'I' when !isWritten:
                // A write opened the zone, and nothing of it came to be.
                bench.Faults!.FailWrite(bench.Index(0), landedBlocks: 0);
                await ZoneScript.StepAsync(bench, "write0!Io");
                break;
            case 'X':
                await ZoneScript.StepAsync(bench, "open0");
                if (isWritten)
                {
                    await ZoneScript.StepAsync(bench, "write0");
                }

                break;
            case 'C':
                await ZoneScript.StepAsync(bench, "open0");
                await ZoneScript.StepAsync(bench, "close0");
                break;
            case 'F':
                await ZoneScript.StepAsync(bench, "finish0");
                break;
            case 'R' or 'O' when !isKnown:
                Kill(bench, from[0]);
                break;
            default:
                break;
        }

        if (isKnown)
        {
            await bench.ReopenAsync(from[0] is 'R' or 'O' ? off => Kill(off, from[0]) : null);
        }
    }

    private static void Kill(Bench bench, char letter) =>
        bench.Faults!.SetCondition(bench.Index(0), letter == 'R' ? ZoneCondition.ReadOnly : ZoneCondition.Offline);
}
