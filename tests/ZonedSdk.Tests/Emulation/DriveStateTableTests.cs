using ZonedSdk.Backends;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Tests.Emulation;

/// <summary>Every cell of the state table, written down once more from the standards and walked through on the drive itself, without a limit and at each of them.</summary>
public sealed class DriveStateTableTests
{
    private const int Block = 4096;
    private const int Subject = 0;

    // Rows: where the zone stands. Columns: write, open, close, finish, reset.
    // A cell is the condition afterwards, or ! and the error. E empty, I implicitly open, X explicitly open, C closed, F full, R read-only, O offline.
    // The letter behind the row's name says what was written before: 0 nothing, 1 a block.
    private const string Zbc = """
        E0  I        X        E        F        E
        I0  I        X        E        F        E
        I1  I        X        C        F        E
        X0  X        X        E        F        E
        X1  X        X        C        F        E
        C1  I        X        C        F        E
        F1  !Full    F        F        F        E
        F0  !Full    F        F        F        E
        R1  !Ro      !State   !State   !State   !State
        O1  !Off     !State   !State   !State   !State
        """;

    private const string Zns = """
        E0  I        X        !State   F        E
        I0  I        X        C        F        E
        I1  I        X        C        F        E
        X0  X        X        C        F        E
        X1  X        X        C        F        E
        C0  I        X        C        F        E
        C1  I        X        C        F        E
        F1  !Full    !State   !State   F        E
        F0  !Full    !State   !State   F        E
        R1  !Ro      !State   !State   !State   !State
        O1  !Off     !State   !State   !State   !State
        """;

    private static readonly string[] Commands = ["write", "open", "close", "finish", "reset"];

    public static TheoryData<ZoneFlavour, string, string, string> Cells()
    {
        TheoryData<ZoneFlavour, string, string, string> cells = [];
        foreach ((ZoneFlavour flavour, string table) in new[] { (ZoneFlavour.Zbc, Zbc), (ZoneFlavour.Zns, Zns) })
        {
            foreach (string line in table.Split('\n'))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                for (int i = 0; i < Commands.Length; i++)
                {
                    cells.Add(flavour, words[0], Commands[i], words[i + 1]);
                }
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_command_leads_where_the_table_says(ZoneFlavour flavour, string from, string command, string expected)
    {
        DriveHarness harness = Drive(flavour, new Limits());
        Bring(harness, Subject, from);
        Assert.Equal(expected, Run(harness, command, from));
        AssertCounts(harness);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void At_the_open_limit_only_what_needs_an_open_resource_is_refused(ZoneFlavour flavour, string from, string command, string expected)
    {
        // Explicitly open zones take all resources, so the drive has nothing to close by itself.
        DriveHarness harness = Drive(flavour, new Limits { MaxOpenZones = 2 });
        Bring(harness, Subject, from);
        for (int zone = 1; harness.Drive.OpenZoneCount < 2; zone++)
        {
            harness.Succeed(ZoneAction.Open, zone);
        }

        bool isOpen = from[0] is 'I' or 'X';
        bool opens = (expected is "I" or "X") && !isOpen;
        bool passes = flavour == ZoneFlavour.Zbc && command == "finish" && (from[0] is 'E' or 'C');
        Assert.Equal(opens || passes ? "!Open" : expected, Run(harness, command, from));
        AssertCounts(harness);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void At_the_active_limit_only_what_needs_an_active_resource_is_refused(ZoneFlavour flavour, string from, string command, string expected)
    {
        DriveHarness harness = Drive(flavour, new Limits { MaxActiveZones = 3 });
        Bring(harness, Subject, from);
        for (int zone = 1; harness.Drive.ActiveZoneCount < 3; zone++)
        {
            Assert.True(harness.Write(zone, 0, new byte[Block]).IsSuccess);
            harness.Succeed(ZoneAction.Close, zone);
        }

        bool activates = from[0] == 'E' && (expected is "I" or "X");
        Assert.Equal(activates ? "!Active" : expected, Run(harness, command, from));
        AssertCounts(harness);
    }

    [Theory]
    [InlineData("write")]
    [InlineData("open")]
    [InlineData("close")]
    [InlineData("finish")]
    [InlineData("reset")]
    public void A_conventional_zone_takes_writes_and_no_management(string command)
    {
        DriveHarness harness = new(new MemoryDrive(new MemoryDriveOptions { ConventionalZones = 1 }));
        string expected = command == "write" ? "N" : "!No";
        Assert.Equal(expected, Run(harness, command, "N0"));
        Assert.Equal(ZoneCondition.NotWritePointer, harness.Condition(Subject));
    }

    [Theory]
    [InlineData(ZoneFlavour.Zbc)]
    [InlineData(ZoneFlavour.Zns)]
    public void The_last_block_of_an_open_zone_makes_it_full_and_gives_its_resources_back(ZoneFlavour flavour)
    {
        foreach (string from in new[] { "E0", "I1", "X0", "X1", "C1" })
        {
            DriveHarness harness = Drive(flavour, new Limits { MaxOpenZones = 1, MaxActiveZones = 1 });
            Bring(harness, Subject, from);
            int written = from[1] == '1' ? Block : 0;
            Assert.True(harness.Write(Subject, written, new byte[(8 * Block) - written]).IsSuccess);
            Assert.Equal(ZoneCondition.Full, harness.Condition(Subject));
            Assert.Equal((0, 0), (harness.Drive.OpenZoneCount, harness.Drive.ActiveZoneCount));
        }
    }

    [Fact]
    public void At_the_open_limit_a_disk_closes_the_zone_that_has_been_implicitly_open_longest()
    {
        DriveHarness harness = Drive(ZoneFlavour.Zbc, new Limits { MaxOpenZones = 3 });
        harness.Succeed(ZoneAction.Open, 0);
        harness.Write(1, 0, new byte[Block]);
        harness.Write(2, 0, new byte[Block]);
        Assert.True(harness.Write(3, 0, new byte[Block]).IsSuccess);
        Assert.Equal(
            [ZoneCondition.ExplicitlyOpen, ZoneCondition.Closed, ZoneCondition.ImplicitlyOpen, ZoneCondition.ImplicitlyOpen],
            Enumerable.Range(0, 4).Select(harness.Condition));
        AssertCounts(harness);
    }

    [Fact]
    public void At_the_open_limit_an_ssd_refuses()
    {
        DriveHarness harness = Drive(ZoneFlavour.Zns, new Limits { MaxOpenZones = 1 });
        harness.Write(1, 0, new byte[Block]);
        Assert.Equal(ZoneError.TooManyOpenZones, harness.Write(2, 0, new byte[Block]).Error);
        Assert.Equal(ZoneCondition.Empty, harness.Condition(2));
        Assert.Equal(ZoneCondition.ImplicitlyOpen, harness.Condition(1));
    }

    [Fact]
    public void A_zone_that_turns_offline_gives_its_resources_back()
    {
        DriveHarness harness = Drive(ZoneFlavour.Zns, new Limits { MaxOpenZones = 1, MaxActiveZones = 1 });
        harness.Write(0, 0, new byte[Block]);
        harness.Drive.SetOffline(0);
        Assert.Equal((0, 0), (harness.Drive.OpenZoneCount, harness.Drive.ActiveZoneCount));
        Assert.True(harness.Write(1, 0, new byte[Block]).IsSuccess);
    }

    private static DriveHarness Drive(ZoneFlavour flavour, Limits limits) => new(new MemoryDrive(new MemoryDriveOptions
    {
        ZoneSizeBytes = 8 * Block,
        SizeBytes = 64 * Block,
        Flavour = flavour,
        Limits = limits,
    }));

    private static void Bring(DriveHarness harness, int zone, string state)
    {
        bool isWritten = state[1] == '1';
        switch (state[0])
        {
            case 'I' when !isWritten:
                // A write opened the zone, and nothing of it came to be.
                harness.Write(zone, 0, new byte[Block]);
                harness.Drive.MoveWritePointer(zone, 0);
                return;
            case 'X':
                harness.Succeed(ZoneAction.Open, zone);
                break;
            case 'C' when !isWritten:
                harness.Succeed(ZoneAction.Open, zone);
                harness.Succeed(ZoneAction.Close, zone);
                return;
            default:
                break;
        }

        if (isWritten)
        {
            Assert.True(harness.Write(zone, 0, new byte[Block]).IsSuccess);
        }

        switch (state[0])
        {
            case 'C':
                harness.Succeed(ZoneAction.Close, zone);
                break;
            case 'F':
                harness.Succeed(ZoneAction.Finish, zone);
                break;
            case 'R':
                harness.Drive.SetReadOnly(zone);
                break;
            case 'O':
                harness.Drive.SetOffline(zone);
                break;
            default:
                break;
        }
    }

    private static string Run(DriveHarness harness, string command, string from)
    {
        ZoneCondition before = harness.Condition(Subject);
        BackendResult result = command == "write"
            ? harness.Write(Subject, from[1] == '1' ? Block : 0, new byte[Block])
            : harness.Manage(Enum.Parse<ZoneAction>(command, ignoreCase: true), Subject);
        ZoneCondition after = harness.Condition(Subject);
        if (!result.IsSuccess)
        {
            Assert.Equal(before, after);
        }

        return result.Error switch
        {
            ZoneError.None => ZoneScript.Letter(after),
            ZoneError.ZoneFull => "!Full",
            ZoneError.ZoneReadOnly => "!Ro",
            ZoneError.ZoneOffline => "!Off",
            ZoneError.InvalidTransition => "!State",
            ZoneError.TooManyOpenZones => "!Open",
            ZoneError.TooManyActiveZones => "!Active",
            ZoneError.NotSupported => "!No",
            _ => result.ToString(),
        };
    }

    private static void AssertCounts(DriveHarness harness)
    {
        ZoneCondition[] all = [.. Enumerable.Range(0, harness.Drive.Geometry.ZoneCount).Select(harness.Condition)];
        int open = all.Count(c => c is ZoneCondition.ImplicitlyOpen or ZoneCondition.ExplicitlyOpen);
        Assert.Equal(open, harness.Drive.OpenZoneCount);
        Assert.Equal(open + all.Count(c => c == ZoneCondition.Closed), harness.Drive.ActiveZoneCount);
    }
}
