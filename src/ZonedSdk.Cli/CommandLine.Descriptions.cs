using System.CommandLine;

namespace ZonedSdk.Cli;

/// <content>The commands that say what a drive is.</content>
internal static partial class CommandLine
{
    private static Command Describe()
    {
        Argument<string> device = Device();
        Command command = new("describe", "Says what a drive is: sizes, limits, types and conditions of its zones, which way data go, and what opening it brought to light.") { device };
        command.SetAction((parsed, token) => DescribeCommand.RunAsync(parsed.GetRequiredValue(device), Console.Out, token));
        return command;
    }

    private static Command Capture()
    {
        Argument<string> device = Device();
        Option<string?> output = new("--output", "-o") { Description = "The file to be made, NAME.zoned.json. One that exists is refused. Default: the output." };
        Option<ZoneFlavour?> flavour = new("--flavour") { Description = "Whose transition rules the drive follows. Default: what its limits suggest." };
        Command command = new("capture", "Writes a drive's figures as a descriptor, from which the source generator makes a typed volume: [ZonedVolume(FromFile = \"NAME.zoned.json\")].") { device, output, flavour };
        command.SetAction((parsed, token) => CaptureCommand.RunAsync(
            parsed.GetRequiredValue(device), new CaptureOptions { OutputPath = parsed.GetValue(output), Flavour = parsed.GetValue(flavour) }, Console.Out, Console.Error, token));
        return command;
    }
}
