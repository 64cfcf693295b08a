using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ZonedSdk.Backends.Image;
using ZonedSdk.TestSupport;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>A medium whose fdatasync fails, seen from the top of the stack.</summary>
public sealed class ImageDeviceFlushTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-flush");

    public void Dispose() => _folder.Delete(recursive: true);

    [NeedsFact("strace")]
    public async Task Whoever_depends_on_a_failed_flush_is_told_and_nothing_succeeds_after_it()
    {
        string path = Path.Combine(_folder.FullName, "drive.zimg");
        await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB });
        using Process child = Process.Start(new ProcessStartInfo(ChildProgram.DotnetHost)
        {
            ArgumentList = { "exec", typeof(ImageDeviceFlushTests).Assembly.Location, "image-device-flush", path },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync());

        // From here on, and not while the image was opened, the medium fails. strace counts calls by thread, so it cannot be told "from the third call on".
        string log = Path.Combine(_folder.FullName, "strace.log");
        using Process tracer = Process.Start(new ProcessStartInfo("strace")
        {
            ArgumentList = { "-f", "-o", log, "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:error=EIO", "-p", child.Id.ToString(CultureInfo.InvariantCulture) },
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        string? attached = await tracer.StandardError.ReadLineAsync();
        Assert.True(attached?.Contains("attached", StringComparison.Ordinal), attached);
        Task<string> rest = tracer.StandardError.ReadToEndAsync();
        await child.StandardInput.WriteLineAsync("go");
        string[] lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        await tracer.WaitForExitAsync();
        await rest;

        Assert.Equal(
            [.. Enumerable.Repeat("waiter FlushFailed 5", 8), "durable FlushFailed 5", "later flush FlushFailed 5", "later append FlushFailed 5", "later reset FlushFailed 5", "read ok", "same True", "dispose FlushFailed 5"],
            lines);
        Assert.Single(Regex.Matches(await File.ReadAllTextAsync(log), "INJECTED"));
        Assert.True((await ImageDrive.CheckAsync(path)).IsSound);
    }
}
