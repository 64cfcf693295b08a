using System.CommandLine;
using System.CommandLine.Parsing;
using ZonedSdk.Maps;

namespace ZonedSdk.Cli;

/// <content>The commands that draw.</content>
internal static partial class CommandLine
{
    private static Command Map()
    {
        Argument<string> device = Device();
        Option<string?> svg = new("--svg") { Description = "Draws into this file. A picture that is there is replaced, anything else is refused." };
        Option<string?> html = new("--html") { Description = "Draws a page into this file, which needs nothing but itself." };
        Option<int> width = new("--width") { Description = "How wide the map in the terminal is, in characters; 0 = as the terminal is.", DefaultValueFactory = _ => 0 };
        Option<bool> ascii = Ascii();
        Option<bool> cached = Cached();
        width.Validators.Add(result => CheckRange(result, width, 0, ZoneMapTextOptions.LeastWidthColumns, ZoneMapTextOptions.MostWidthColumns));
        Command command = new("map", "Draws the zones of a drive, which may be in use: in the terminal, or as an SVG or a page.") { device, svg, html, width, ascii, cached };
        command.SetAction((parsed, token) => MapCommand.RunAsync(
            parsed.GetRequiredValue(device),
            new MapOptions
            {
                SvgPath = parsed.GetValue(svg),
                HtmlPath = parsed.GetValue(html),
                WidthColumns = parsed.GetValue(width),
                IsAscii = parsed.GetValue(ascii),
                Source = SourceOf(parsed.GetValue(cached)),
            },
            token));
        return command;
    }

    private static Command Watch()
    {
        Subject subject = new();
        Option<double> interval = new("--interval") { Description = "How often it looks, in seconds, 0.1 to 60.", DefaultValueFactory = _ => 1 };
        Option<int> count = new("--count") { Description = "Ends after so many looks; 0 = only when it is stopped.", DefaultValueFactory = _ => 0 };
        Option<bool> ascii = Ascii();
        interval.Validators.Add(result => CheckInterval(result, interval));
        count.Validators.Add(result => CheckRange(result, count, 0, 1, int.MaxValue));
        Command command = new("watch", "Shows the zones of a drive in the terminal, and what changes, until Ctrl+C. Where the output is no terminal, one map is written after the other.") { subject.Device, subject.Simulate, subject.Zones, subject.Seed, subject.Cached, interval, count, ascii };
        command.Validators.Add(subject.Check);
        command.SetAction((parsed, token) => WatchCommand.RunAsync(
            subject.Of(parsed),
            new WatchOptions { Interval = TimeSpan.FromSeconds(parsed.GetValue(interval)), Count = parsed.GetValue(count), IsAscii = parsed.GetValue(ascii) },
            token));
        return command;
    }

    private static Command Serve()
    {
        Subject subject = new();
        Option<int> port = new("--port") { Description = "The port; 0 = one that is free.", DefaultValueFactory = _ => 8765 };
        port.Validators.Add(result => CheckRange(result, port, 0, 1, 65535));
        Command command = new("serve", "Shows the zones of a drive, and what changes, as a page for browsers on this machine, until Ctrl+C. Nobody else can reach it.") { subject.Device, subject.Simulate, subject.Zones, subject.Seed, subject.Cached, port };
        command.Validators.Add(subject.Check);
        command.SetAction((parsed, token) => ServeCommand.RunAsync(subject.Of(parsed), parsed.GetValue(port), Console.Out, token));
        return command;
    }

    private static Option<bool> Ascii() => new("--ascii") { Description = "Letters and digits instead of blocks." };

    private static Option<bool> Cached() => new("--cached") { Description = "From what Linux keeps of a block device, where it does (6.19 and later), without a command to the drive." };

    private static ReportSource SourceOf(bool isCached) => isCached ? ReportSource.Cache : ReportSource.Drive;

    private static void CheckRange(OptionResult result, Option<int> option, int special, int least, int most)
    {
        if (result.Errors.Any() || result.GetValue(option) is var value && (value == special || (value >= least && value <= most)))
        {
            return;
        }

        result.AddError($"{option.Name} is {(special < least ? $"{special}, or " : "")}{least} to {most}.");
    }

    private static void CheckInterval(OptionResult result, Option<double> option)
    {
        if (!result.Errors.Any() && result.GetValue(option) is not (>= 0.1 and <= 60))
        {
            result.AddError($"{option.Name} is 0.1 to 60 seconds.");
        }
    }

    /// <summary>A drive, or a simulated one.</summary>
    private sealed class Subject
    {
        public Argument<string?> Device { get; } = new("device") { Description = "An image, a zoned block device, /dev/ng0n1, or the mount point of a zonefs.", Arity = ArgumentArity.ZeroOrOne };

        public Option<bool> Simulate { get; } = new("--simulate") { Description = "A drive in memory instead, under load, with faults now and then: the runtime and its recoveries are real." };

        public Option<int> Zones { get; } = new("--zones") { Description = "How many zones the simulated drive has, 32 to 100,000.", DefaultValueFactory = _ => SimulatedDrive.DefaultZones };

        public Option<int> Seed { get; } = new("--seed") { Description = "What load and faults of the simulated drive follow from.", DefaultValueFactory = _ => 1 };

        public Option<bool> Cached { get; } = Cached();

        public Subject() => Zones.Validators.Add(result => CheckRange(result, Zones, SimulatedDrive.DefaultZones, SimulatedDrive.LeastZones, SimulatedDrive.MostZones));

        public void Check(CommandResult result)
        {
            bool isSimulated = result.GetValue(Simulate);
            if (isSimulated == (result.GetValue(Device) is not null))
            {
                result.AddError(isSimulated ? "Name a device or say --simulate, not both." : "Name a device, or say --simulate.");
            }
        }

        public MapSubject Of(ParseResult parsed) => new()
        {
            Path = parsed.GetValue(Device),
            SimulatedZones = parsed.GetValue(Zones),
            Seed = parsed.GetValue(Seed),
            Source = SourceOf(parsed.GetValue(Cached)),
        };
    }
}
