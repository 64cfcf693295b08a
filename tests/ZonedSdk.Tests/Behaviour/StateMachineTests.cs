using ZonedSdk.Backends.Faults;
using ZonedSdk.Tests.Behaviour.Kit;

namespace ZonedSdk.Tests.Behaviour;

/// <summary>Every cell of the state table as somebody who uses <see cref="ZonedDevice"/> meets it, written down from the standards once more: condition, error, and the counts that follow.</summary>
public sealed class StateMachineTests
{
    // Rows: condition and whether a block is written; k behind it: the device was opened when the zone was in this condition already.
    // Columns: write, append, open, close, finish, reset. A cell is the condition afterwards, or ! and the error.
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
        R1   !ZoneReadOnly !ZoneReadOnly !InvalidTransition !InvalidTransition !InvalidTransition !InvalidTransition
        R1k  !ZoneReadOnly !ZoneReadOnly !ZoneReadOnly     !ZoneReadOnly      !ZoneReadOnly      !ZoneReadOnly
        O1   !ZoneOffline !ZoneOffline !InvalidTransition !InvalidTransition !InvalidTransition !InvalidTransition
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
        R1   !ZoneReadOnly !ZoneReadOnly !InvalidTransition !InvalidTransition !InvalidTransition !InvalidTransition
        R1k  !ZoneReadOnly !ZoneReadOnly !ZoneReadOnly     !ZoneReadOnly      !ZoneReadOnly      !ZoneReadOnly
        O1   !ZoneOffline !ZoneOffline !InvalidTransition !InvalidTransition !InvalidTransition !InvalidTransition
        O1k  !ZoneOffline !ZoneOffline !ZoneOffline       !ZoneOffline       !ZoneOffline       !ZoneOffline
        """;

    private static readonly string[] s_commands = ["write", "append", "open", "close", "finish", "reset"];

    public static TheoryData<string, ZoneFlavour, string, string, string> Cells()
    {
        TheoryData<string, ZoneFlavour, string, string, string> cells = [];
        foreach (string drive in Drives.Names)
        {
            foreach ((ZoneFlavour flavour, string table) in new[] { (ZoneFlavour.Zbc, Zbc), (ZoneFlavour.Zns, Zns) })
            {
                foreach (string line in table.Split('\n'))
                {
                    string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    Assert.Equal(s_commands.Length + 1, words.Length);
                    for (int i = 0; i < s_commands.Length; i++)
                    {
                        cells.Add(drive, flavour, words[0], s_commands[i], words[i + 1]);
                    }
                }
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_cell_of_the_table_holds_through_the_runtime(string drive, ZoneFlavour flavour, string from, string command, string expected)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { CapacityBlocks = 6, Flavour = flavour, MaxOpenZones = 2, MaxActiveZones = flavour == ZoneFlavour.Zns ? 2 : 0 });
        await BringAsync(bench, from);
        string before = ZoneScript.Describe(bench, 0, withPointer: true);
        Assert.Equal(from[..1], before[..1]);
        AssertCounts(bench, from[..1]);

        string error = expected[0] == '!' ? expected[1..] : "None";
        await ZoneScript.StepAsync(bench, error == "None" ? $"{command}0" : $"{command}0!{error}");
        string after = expected[0] == '!' ? before : expected;
        Assert.Equal(after[..1], ZoneScript.Describe(bench, 0, withPointer: false));
        AssertCounts(bench, after[..1]);
        bench.AssertAgreed();
        long written = after[0] is 'E' ? 0 : (from[1] - '0') + (command is "write" or "append" && error == "None" ? 1 : 0);
        if (after[0] is 'E' or 'I' or 'X' or 'C')
        {
            Assert.Equal(written * bench.Block, bench.SizeOf(0));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_cell_holds_again_after_the_drive_was_switched_off(string drive, ZoneFlavour flavour, string from, string command, string expected)
    {
        await using Bench bench = await Bench.OpenAsync(drive, new DeviceShape { CapacityBlocks = 6, Flavour = flavour });
        await BringAsync(bench, from);
        string error = expected[0] == '!' ? expected[1..] : "None";
        await ZoneScript.StepAsync(bench, error == "None" ? $"{command}0" : $"{command}0!{error}");
        string after = ZoneScript.Describe(bench, 0, withPointer: true);
        await bench.ReopenAsync();

        // Open conditions do not survive; where a zone stands does.
        string expectedAfter = after[0] is 'I' or 'X' or 'C' ? after[1..] == "0" ? "E0" : $"C{after[1..]}" : after;
        Assert.Equal(expectedAfter, ZoneScript.Describe(bench, 0, withPointer: true));
        bench.AssertAgreed();
    }

    private static void AssertCounts(Bench bench, string condition) =>
        Assert.Equal(condition switch { "I" or "X" => (1, 1), "C" => (0, 1), _ => (0, 0) }, bench.Drive.Counts);

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
                bench.Drive.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
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
            case 'R' when !isKnown:
                bench.Drive.SetCondition(0, ZoneCondition.ReadOnly);
                break;
            case 'O' when !isKnown:
                bench.Drive.SetCondition(0, ZoneCondition.Offline);
                break;
            default:
                break;
        }

        if (isKnown)
        {
            await bench.ReopenAsync(drive =>
            {
                if (from[0] is 'R' or 'O')
                {
                    drive.SetCondition(0, from[0] == 'R' ? ZoneCondition.ReadOnly : ZoneCondition.Offline);
                }
            });
        }
    }
}
