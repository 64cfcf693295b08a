using Spectre.Console;

namespace ZoneArchive;

/// <summary>The terminal, as far as there is one: colours and moving bars where somebody looks, plain lines in a file or a pipe.</summary>
internal static class Screen
{
    private const int PlainWidth = 120;

    public static IAnsiConsole Open()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Create(new AnsiConsoleSettings());
        }

        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        plain.Profile.Width = PlainWidth;
        return plain;
    }
}
