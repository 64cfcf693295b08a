using ZonedSdk.Backends.Image;

namespace ZonedSdk.Cli;

/// <summary>Makes a drive in an image file.</summary>
internal static class CreateCommand
{
    public static async Task<int> RunAsync(string path, ImageDriveOptions options, CancellationToken cancellationToken)
    {
        DeviceIdentity identity = await ImageDrive.CreateAsync(path, options, cancellationToken).ConfigureAwait(false);
        var geometry = new Geometry(options.BlockSizeBytes, options.ZoneSizeBytes, options.SizeBytes);
        await Console.Out.WriteLineAsync($"Made {path}: {identity}, {ByteText.Of(options.SizeBytes)} in {geometry.ZoneCount} zones of {ByteText.Of(options.ZoneSizeBytes)}.").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
