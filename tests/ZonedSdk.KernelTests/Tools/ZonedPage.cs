using System.Diagnostics;
using System.Globalization;

namespace ZonedSdk.KernelTests.Tools;

/// <summary><c>zoned serve</c> on a device, until it is told to end.</summary>
internal sealed class ZonedPage : IDisposable
{
    private readonly Process _server;

    private ZonedPage(Process server, Uri address)
    {
        _server = server;
        Address = address;
    }

    /// <summary>Where the page is.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, on a port that is free.</summary>
    /// <exception cref="LabException">It does not say where the page is.</exception>
    public static ZonedPage Serve(string path)
    {
        var start = new ProcessStartInfo(Zoned.Program, ["serve", path, "--port", "0"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        Process server = Process.Start(start) ?? throw new LabException("zoned could not be started.");
        string said = server.StandardOutput.ReadLine() ?? "";
        string? address = said.Split(' ').FirstOrDefault(static word => word.StartsWith("http://127.0.0.1:", StringComparison.Ordinal));
        if (address is not null)
        {
            return new ZonedPage(server, new Uri(address));
        }

        using (server)
        {
            server.Kill();
            throw new LabException($"zoned serve {path} said '{said}' and no address: {server.StandardError.ReadToEnd().Trim()}");
        }
    }

    /// <summary>Ends it as a user does.</summary>
    /// <returns>Its exit code.</returns>
    public int Stop()
    {
        Command.Run("kill", "-TERM", _server.Id.ToString(CultureInfo.InvariantCulture));
        _server.WaitForExit();
        return _server.ExitCode;
    }

    public void Dispose()
    {
        if (!_server.HasExited)
        {
            _server.Kill();
        }

        _server.Dispose();
    }
}
