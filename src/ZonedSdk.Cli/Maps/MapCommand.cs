using System.Text;
using ZonedSdk.Maps;

namespace ZonedSdk.Cli;

/// <summary>Draws the zones of a drive once.</summary>
internal static class MapCommand
{
    private const int LongestBeginning = 16;

    public static async Task<int> RunAsync(string path, MapOptions options, CancellationToken cancellationToken)
    {
        ZoneMap map;
        ZonedDevice device = await DeviceOpener.OpenForLookingAsync(path, cancellationToken).ConfigureAwait(false);
        await using (device.ConfigureAwait(false))
        {
            map = await ZoneMap.ReportAsync(device, options.Source, null, cancellationToken).ConfigureAwait(false);
        }

        if (options.SvgPath is { } svg)
        {
            await WriteAsync(svg, map.ToSvg(), "<svg", cancellationToken).ConfigureAwait(false);
        }

        if (options.HtmlPath is { } html)
        {
            await WriteAsync(html, map.ToHtml(), "<!doctype html", cancellationToken).ConfigureAwait(false);
        }

        if (options is { SvgPath: null, HtmlPath: null })
        {
            await Console.Out.WriteAsync(map.ToText(TerminalText.OptionsOf(options.WidthColumns, options.IsAscii))).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    // The picture that was there is replaced. Whatever else is there was not meant, the drive itself least of all.
    private static async Task WriteAsync(string path, string content, string beginning, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && !await BeginsWithAsync(path, beginning, cancellationToken).ConfigureAwait(false))
        {
            throw new IOException($"{path} exists and is no picture of this kind: it does not begin with {beginning}. Choose another name, or remove it.");
        }

        await File.WriteAllTextAsync(path, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"Drew {path}, {ByteText.Of(Encoding.UTF8.GetByteCount(content))}.").ConfigureAwait(false);
    }

    private static async Task<bool> BeginsWithAsync(string path, string beginning, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[LongestBeginning];
        FileStream file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            int read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return bytes.AsSpan(0, read).StartsWith(Encoding.ASCII.GetBytes(beginning));
        }
    }
}
