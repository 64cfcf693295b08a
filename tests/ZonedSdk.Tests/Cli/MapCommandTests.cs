using System.Diagnostics;
using System.Xml.Linq;
using ZonedSdk.Tests.Samples;

namespace ZonedSdk.Tests.Cli;

/// <summary>The commands that draw, as a user starts them.</summary>
public sealed class MapCommandTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    private string Image => _folder.PathOf("drive.zimg");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_map_is_drawn_in_the_terminal_and_into_files()
    {
        await MakeAsync();
        Assert.Contains("       0 ░▃······", await ExpectAsync(0, "1 closed", "map", Image), StringComparison.Ordinal);
        Assert.Contains("       0 =3......", await ExpectAsync(0, "", "map", Image, "--ascii", "--width", "40"), StringComparison.Ordinal);

        string svg = _folder.PathOf("map.svg");
        string html = _folder.PathOf("map.html");
        await ExpectAsync(0, $"Drew {svg}", "map", Image, "--svg", svg, "--html", html);
        Assert.Equal("svg", XDocument.Load(svg).Root!.Name.LocalName);
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(html), StringComparison.Ordinal);

        // It has become fuller: the picture is drawn anew in the same place.
        await AppendAsync(zone: 2);
        await ExpectAsync(0, "Drew", "map", Image, "--svg", svg);
        Assert.Contains("Zone 2: closed", await File.ReadAllTextAsync(svg), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_never_replaces_what_is_no_picture()
    {
        await MakeAsync();
        byte[] before = await File.ReadAllBytesAsync(Image);
        await ExpectAsync(2, "exists and is no picture of this kind", "map", Image, "--svg", Image);
        Assert.Equal(before, await File.ReadAllBytesAsync(Image));
        string note = _folder.PathOf("note.txt");
        await File.WriteAllTextAsync(note, "");
        await ExpectAsync(2, "exists and is no picture of this kind", "map", Image, "--html", note);
    }

    [Theory]
    [InlineData("map")]
    [InlineData("watch")]
    [InlineData("serve")]
    public async Task An_image_that_another_program_writes_is_told_to_be_in_use_and_why(string command)
    {
        await MakeAsync();
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Image);
        string[] arguments = command == "serve" ? [command, Image, "--port", "0"] : [command, Image];
        (int code, string output, string errors) = await StartedProgram.RunAsync("zoned.dll", arguments);
        Assert.True(code == 2, output + errors);
        Assert.Contains("the image is in use", errors, StringComparison.Ordinal);
        Assert.Contains("known to the program that has it open", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_without_a_terminal_writes_one_map_after_the_other()
    {
        await MakeAsync();
        string output = await ExpectAsync(0, "", "watch", Image, "--count", "3", "--interval", "0.1");
        Assert.Equal(3, output.Split("8 zones of 1 MiB").Length - 1);
        Assert.DoesNotContain('\e', output);
        Assert.Contains("recovered", await ExpectAsync(0, "480 zones", "watch", "--simulate", "--count", "2", "--interval", "0.2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_ends_well_when_it_is_interrupted()
    {
        await MakeAsync();
        using Process watch = StartedProgram.Start("zoned.dll", "watch", Image, "--interval", "60");
        Assert.NotNull(await watch.StandardOutput.ReadLineAsync());
        await InterruptAsync(watch);
        await watch.StandardOutput.ReadToEndAsync();
        await watch.WaitForExitAsync();
        Assert.Equal((0, ""), (watch.ExitCode, await watch.StandardError.ReadToEndAsync()));
    }

    [Fact]
    public async Task A_served_map_is_where_it_says_until_it_is_interrupted()
    {
        using Process serve = StartedProgram.Start("zoned.dll", "serve", "--simulate", "--zones", "64", "--port", "0");
        string said = (await serve.StandardOutput.ReadLineAsync())!;
        var address = new Uri(said.Split(' ').Single(word => word.StartsWith("http://127.0.0.1:", StringComparison.Ordinal)));
        using var client = new HttpClient();
        Assert.Contains("64 zones", await client.GetStringAsync(address), StringComparison.Ordinal);
        Assert.StartsWith("{\"since\":", await client.GetStringAsync(new Uri(address, "snapshot?since=")), StringComparison.Ordinal);

        await InterruptAsync(serve);
        await serve.WaitForExitAsync();
        Assert.Equal((0, ""), (serve.ExitCode, await serve.StandardError.ReadToEndAsync()));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(address));
    }

    [Fact]
    public async Task Wrong_arguments_are_told()
    {
        await ExpectAsync(2, "Name a device, or say --simulate", "watch");
        await ExpectAsync(2, "not both", "serve", Image, "--simulate");
        await ExpectAsync(2, "--port is 0, or 1 to 65535", "serve", "--simulate", "--port", "70000");
        await ExpectAsync(2, "--zones is 32 to 100000", "serve", "--simulate", "--zones", "31");
        await ExpectAsync(2, "--interval is 0.1 to 60", "watch", "--simulate", "--interval", "0");
        await ExpectAsync(2, "--width is 0, or 24 to 1000", "map", Image, "--width", "5");
        await ExpectAsync(2, "nowhere", "map", _folder.PathOf("nowhere"));
    }

    // By SIGTERM: a test run that was started in the background has SIGINT ignored, and so has whatever it starts.
    private static async Task InterruptAsync(Process process)
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private async Task MakeAsync()
    {
        await ExpectAsync(0, "", "create", Image, "--size", "8MiB", "--zone-size", "1MiB", "--conventional", "1");
        await AppendAsync(zone: 1);
    }

    private async Task AppendAsync(int zone)
    {
        await using ZonedDevice device = await ZonedDevice.OpenAsync(Image);
        await device.AppendAsync(zone, new byte[400 << 10]);
    }

    private static async Task<string> ExpectAsync(int exitCode, string text, params string[] arguments)
    {
        (int code, string output, string errors) = await StartedProgram.RunAsync("zoned.dll", arguments);
        Assert.True(code == exitCode && (output + errors).Contains(text, StringComparison.Ordinal), $"zoned {string.Join(' ', arguments)} ended with {code} and said:\n{output}{errors}");
        return output;
    }
}
