using System.CommandLine;
using ZonedSdk.Backends.Image;

namespace ZonedSdk.Cli;

/// <summary>The commands and their arguments. What they do stands in one file each.</summary>
internal static partial class CommandLine
{
    public static RootCommand Build() => new("Looks at zoned drives, draws their zones, manages them, and makes, checks and repairs drives in image files.")
    {
        Create(),
        Report(),
        Describe(),
        Capture(),
        Manage("close", "Closes open zones: they keep their data and write pointers, and give up their place among the open ones.", ZoneVerb.Close),
        Manage("finish", "Makes zones full, wherever their write pointers stand: they give up their place among the active ones, and take no more data until they are reset.", ZoneVerb.Finish),
        Reset(),
        Map(),
        Watch(),
        Serve(),
        Check(),
        Repair(),
        Doctor(),
        Completion(),
    };

    private static Command Create()
    {
        var defaults = new ImageDriveOptions { SizeBytes = 0 };
        Argument<string> path = new("image") { Description = "The file to be made. One that exists is refused." };
        Option<long> size = Bytes("--size", "Size of the drive.");
        Option<long> zoneSize = Bytes("--zone-size", "Distance between zone starts.", defaults.ZoneSizeBytes);
        Option<long> capacity = Bytes("--zone-capacity", "How much of a zone can be written; 0 = all.", defaults.ZoneCapacityBytes);
        Option<long> block = Bytes("--block-size", "What writes are multiples of.", defaults.BlockSizeBytes);
        Option<int> conventional = new("--conventional") { Description = "So many conventional zones at its start.", DefaultValueFactory = _ => defaults.ConventionalZones };
        Option<int> maxOpen = new("--max-open") { Description = "Zones that may be open at once; 0 = any number.", DefaultValueFactory = _ => defaults.MaxOpenZones };
        Option<int> maxActive = new("--max-active") { Description = "Zones that may be active (open or closed) at once; 0 = any number.", DefaultValueFactory = _ => defaults.MaxActiveZones };
        Option<ZoneFlavour> flavour = new("--flavour") { Description = "Whose transition rules it follows.", DefaultValueFactory = _ => defaults.Flavour };
        Option<bool> preallocate = new("--preallocate") { Description = "Takes all its room at once, and keeps it." };
        Command command = new("create", "Makes a zoned drive in an image file.") { path, size, zoneSize, capacity, block, conventional, maxOpen, maxActive, flavour, preallocate };
        command.SetAction((parsed, token) => CreateCommand.RunAsync(
            parsed.GetRequiredValue(path),
            new ImageDriveOptions
            {
                SizeBytes = parsed.GetValue(size),
                ZoneSizeBytes = parsed.GetValue(zoneSize),
                ZoneCapacityBytes = parsed.GetValue(capacity),
                BlockSizeBytes = (int)Math.Min(parsed.GetValue(block), int.MaxValue),
                ConventionalZones = parsed.GetValue(conventional),
                MaxOpenZones = parsed.GetValue(maxOpen),
                MaxActiveZones = parsed.GetValue(maxActive),
                Flavour = parsed.GetValue(flavour),
                Preallocate = parsed.GetValue(preallocate),
            },
            token));
        return command;
    }

    private static Command Report()
    {
        Argument<string> device = Device();
        Option<ZoneSelection> zones = Zones();
        Option<ReportFilter> only = new("--only") { Description = "Zones in one condition alone.", DefaultValueFactory = _ => ReportFilter.All };
        Option<bool> json = new("--json") { Description = "As JSON, in bytes; README.md says what stands in it." };
        Option<bool> cached = new("--cached") { Description = "From what Linux keeps of a block device, where it does (6.19 and later), without a command to the drive." };
        Command command = new("report", "Lists the zones of a drive, which may be in use.") { device, zones, only, json, cached };
        command.SetAction((parsed, token) => ReportCommand.RunAsync(
            parsed.GetRequiredValue(device),
            new ReportOptions
            {
                Zones = parsed.GetValue(zones),
                Filter = parsed.GetValue(only),
                Source = parsed.GetValue(cached) ? ReportSource.Cache : ReportSource.Drive,
                IsJson = parsed.GetValue(json),
            },
            Console.Out,
            token));
        return command;
    }

    private static Command Manage(string name, string description, ZoneVerb verb)
    {
        Argument<string> device = Device();
        Argument<ZoneSelection> zones = new("zones") { Description = "Which: 3, 3-7, or several of these with commas.", CustomParser = ZoneSelection.Parse };
        Command command = new(name, description) { device, zones };
        command.SetAction((parsed, token) => ManageCommand.RunAsync(parsed.GetRequiredValue(device), parsed.GetRequiredValue(zones), verb, Consent.NotNeeded, token));
        return command;
    }

    private static Command Reset()
    {
        Argument<string> device = Device();
        Argument<ZoneSelection> zones = new("zones") { Description = "Which: 3, 3-7, several of these with commas, or all.", CustomParser = ZoneSelection.Parse };
        Option<string?> identity = new("--identity") { Description = "The drive's identity, as report tells it: that it is the one that is meant." };
        Option<bool> yes = new("--yes") { Description = "Whatever drive it is." };
        Command command = new("reset", "Empties zones. Their data are lost.") { device, zones, identity, yes };
        command.SetAction((parsed, token) => ManageCommand.RunAsync(
            parsed.GetRequiredValue(device), parsed.GetRequiredValue(zones), ZoneVerb.Reset, new Consent(parsed.GetValue(yes), parsed.GetValue(identity)), token));
        return command;
    }

    private static Command Check()
    {
        Argument<string> path = new("image") { Description = "An image file, in whatever state." };
        Command command = new("check", "Says everything that is wrong with an image, and changes no byte of it. Exit code 1 where something is.") { path };
        command.SetAction((parsed, token) => CheckCommand.RunAsync(parsed.GetRequiredValue(path), token));
        return command;
    }

    private static Command Repair()
    {
        Argument<string> path = new("image") { Description = "An image file, in whatever state, that no program has open." };
        Option<bool> dryRun = new("--dry-run") { Description = "Says what would be done, and changes no byte." };
        Option<ImageSuperblock?> superblock = new("--superblock") { Description = "Which one is this image's, where the two contradict each other." };
        Option<UncertainZoneChoice?> uncertain = new("--uncertain-zones") { Description = "What becomes of zones whose state is lost: nothing of them can be read any more, or all of their capacity can, as the file has it." };
        Command command = new("repair", "Mends what check finds in an image, as far as that takes no guess. What is not known any more it leaves to a choice. Exit code 1 where something is left.") { path, dryRun, superblock, uncertain };
        command.SetAction((parsed, token) => RepairCommand.RunAsync(
            parsed.GetRequiredValue(path),
            new ImageRepairOptions { IsDryRun = parsed.GetValue(dryRun), Superblock = parsed.GetValue(superblock), UncertainZones = parsed.GetValue(uncertain) },
            token));
        return command;
    }

    private static Command Doctor()
    {
        Option<string> folder = new("--folder") { Description = "Where images would stand.", DefaultValueFactory = _ => "." };
        Command command = new("doctor", "Says what this machine and this user can do with zoned storage, and what is missing. Exit code 1 where a drive that is here cannot be used.") { folder };
        command.SetAction((parsed, token) => DoctorCommand.RunAsync(parsed.GetRequiredValue(folder), token));
        return command;
    }

    private static Command Completion()
    {
        Argument<string> shell = new("shell") { Description = string.Join(", ", CompletionCommand.Shells) };
        shell.AcceptOnlyFromAmong(CompletionCommand.Shells);
        Command command = new("completion", "Writes what a shell needs to complete this tool's arguments; README.md says where it goes.") { shell };
        command.SetAction((parsed, _) => CompletionCommand.RunAsync(parsed.GetRequiredValue(shell), Console.Out));
        return command;
    }

    private static Argument<string> Device() => new("device") { Description = "An image, a zoned block device, /dev/ng0n1, or the mount point of a zonefs." };

    private static Option<ZoneSelection> Zones() => new("--zones") { Description = "Which: 3, 3-7, or several of these with commas.", CustomParser = ZoneSelection.Parse, DefaultValueFactory = _ => ZoneSelection.All };

    private static Option<long> Bytes(string name, string description, long? standard = null)
    {
        Option<long> option = new(name) { Description = $"{description} In bytes, or with KiB, MiB, GiB or TiB.", CustomParser = ByteText.Parse, Required = standard is null };
        if (standard is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        return option;
    }
}
