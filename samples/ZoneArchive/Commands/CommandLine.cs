using System.CommandLine;
using ZonedSdk;

namespace ZoneArchive;

/// <summary>The commands and their arguments. What they do stands in one file each.</summary>
internal static class CommandLine
{
    public static RootCommand Build()
    {
        var limit = new Option<long>("--limit") { Description = "At most so many bytes of files.", CustomParser = ByteText.Parse, DefaultValueFactory = _ => DemoOptions.DefaultLimitBytes };
        var source = new Option<string?>("--source") { Description = "Another folder than the .NET SDK's own." };
        var root = new RootCommand("Stores files on a zoned drive. Without a command: a demonstration with the .NET SDK's own folder on an emulated drive with faults.")
        {
            limit, source, Create(), Add(), List(), Get(), Verify(), Delete(), Reclaim(), Map(),
        };
        root.SetAction((parsed, token) => DemoCommand.RunAsync(new DemoOptions { LimitBytes = parsed.GetValue(limit), Source = parsed.GetValue(source) }, token));
        return root;
    }

    private static Command Create()
    {
        Argument<string> device = new("device") { Description = "An image to be made, or a device whose zones are all empty." };
        Option<long> size = Bytes("--size", "Size of the image.", 256 * ArchiveVolume.Described.ZoneSizeBytes);
        Option<long> zoneSize = Bytes("--zone-size", "Size of its zones.", ArchiveVolume.Described.ZoneSizeBytes);
        Option<long> zoneCapacity = Bytes("--zone-capacity", "Bytes of a zone that can be written; 0 = all.", ArchiveVolume.Described.ZoneCapacityBytes == ArchiveVolume.Described.ZoneSizeBytes ? 0 : ArchiveVolume.Described.ZoneCapacityBytes);
        Option<int> conventional = Number("--conventional", "So many conventional zones at its start.", 0, 0, Geometry.MaxZoneCount);
        Option<int> maxOpen = Number("--max-open", "Zones that may be open at once; 0 = any number.", ArchiveVolume.Described.MaxOpenZones, 0, Geometry.MaxZoneCount);
        Option<bool> force = new("--force") { Description = "Reset all zones of a device that exists. Everything on it is lost." };
        var command = new Command("create", "Makes a volume: in a new image, or on a device.") { device, size, zoneSize, zoneCapacity, conventional, maxOpen, force };
        command.SetAction((parsed, token) => CreateCommand.RunAsync(
            new CreateOptions
            {
                Device = parsed.GetRequiredValue(device),
                SizeBytes = parsed.GetValue(size),
                ZoneSizeBytes = parsed.GetValue(zoneSize),
                ZoneCapacityBytes = parsed.GetValue(zoneCapacity),
                ConventionalZones = parsed.GetValue(conventional),
                MaxOpenZones = parsed.GetValue(maxOpen),
                Force = parsed.GetValue(force),
            },
            token));
        return command;
    }

    private static Command Add()
    {
        Argument<string> device = Device();
        Argument<string[]> paths = new("path") { Description = "Files and folders.", Arity = ArgumentArity.OneOrMore };
        Option<long> group = Bytes("--group", "Bytes that are made durable together.", new AddOptions().GroupBytes);
        Option<int> readers = Number("--readers", "Files read at once.", new AddOptions().Readers, 1, 64);
        Option<int> appenders = Number("--appenders", "Appends in flight at once.", new AddOptions().Appenders, 1, 256);
        var command = new Command("add", "Stores files and folders. A name that exists is replaced by the new version.") { device, paths, group, readers, appenders };
        command.SetAction((parsed, token) => AddCommand.RunAsync(
            parsed.GetRequiredValue(device),
            parsed.GetRequiredValue(paths),
            new AddOptions
            {
                GroupBytes = Math.Max(1, parsed.GetValue(group)),
                Readers = parsed.GetValue(readers),
                Appenders = parsed.GetValue(appenders),
            },
            token));
        return command;
    }

    private static Command List()
    {
        Argument<string> device = Device();
        Argument<string?> name = new("name") { Description = "A file, or a folder and what is below it.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", "Lists what is stored.") { device, name };
        command.SetAction((parsed, token) => ListCommand.RunAsync(parsed.GetRequiredValue(device), parsed.GetValue(name), token));
        return command;
    }

    private static Command Get()
    {
        Argument<string> device = Device();
        Argument<string[]> rest = new("name destination") { Description = "What to restore, a file or a folder, and the folder to restore it to; with --all the folder alone.", Arity = new ArgumentArity(1, 2) };
        Option<bool> all = new("--all") { Description = "Everything." };
        var command = new Command("get", "Restores files and folders, checking every byte.") { device, rest, all };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(rest) ?? []).Length != (result.GetValue(all) ? 1 : 2))
            {
                result.AddError("Say what to restore and where to: get <device> <name> <destination>, or get <device> --all <destination>.");
            }
        });
        command.SetAction((parsed, token) =>
        {
            string[] values = parsed.GetRequiredValue(rest);
            return GetCommand.RunAsync(parsed.GetRequiredValue(device), values.Length == 2 ? values[0] : null, values[^1], token);
        });
        return command;
    }

    private static Command Verify()
    {
        Argument<string> device = Device();
        var command = new Command("verify", "Reads everything and checks every checksum.") { device };
        command.SetAction((parsed, token) => VerifyCommand.RunAsync(parsed.GetRequiredValue(device), token));
        return command;
    }

    private static Command Delete()
    {
        Argument<string> device = Device();
        Argument<string[]> names = new("name") { Description = "Files, or folders with all below them.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("delete", "Takes entries out of the archive. Reclaim brings their space back.") { device, names };
        command.SetAction((parsed, token) => DeleteCommand.RunAsync(parsed.GetRequiredValue(device), parsed.GetRequiredValue(names), token));
        return command;
    }

    private static Command Reclaim()
    {
        Argument<string> device = Device();
        Option<int> percent = Number("--min-garbage", "Percent of a zone that must be garbage.", 25, 0, 100);
        Option<int> zones = Number("--max-zones", "At most so many zones.", int.MaxValue, 1, int.MaxValue);
        var command = new Command("reclaim", "Copies live data out of zones with much garbage and resets them.") { device, percent, zones };
        command.SetAction((parsed, token) => ReclaimCommand.RunAsync(
            parsed.GetRequiredValue(device), new ReclaimOptions { MinGarbage = parsed.GetValue(percent) / 100.0, MaxZones = parsed.GetValue(zones) }, token));
        return command;
    }

    private static Command Map()
    {
        Argument<string> device = Device();
        var command = new Command("map", "Draws the zones.") { device };
        command.SetAction((parsed, token) => MapCommand.RunAsync(parsed.GetRequiredValue(device), token));
        return command;
    }

    private static Argument<string> Device() => new("device") { Description = "An image, or a zoned device." };

    private static Option<long> Bytes(string name, string description, long value) =>
        new(name) { Description = $"{description} In bytes, or with KiB, MiB, GiB or TiB.", CustomParser = ByteText.Parse, DefaultValueFactory = _ => value };

    private static Option<int> Number(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValue(option) is var number && (number < least || number > most))
            {
                result.AddError(most == int.MaxValue ? $"{name} is {number}; it takes {least} or more." : $"{name} is {number}; it takes {least} to {most}.");
            }
        });
        return option;
    }
}
