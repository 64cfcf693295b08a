using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZonedSdk;
using ZonedSdk.Backends.Image;
using ZonedSdk.Hosting;

// A device in a host, from its configuration to a drained stop: what was appended without a flush is there when the drive is opened again.
string path = args[0];
await ImageDrive.CreateAsync(path, new ImageDriveOptions { SizeBytes = 8 << 20, ZoneSizeBytes = 1 << 20 });

// A setting that is wrong fails the start, with the key and what is allowed.
string complaint = "";
using (IHost wrong = Build(new Journal(), ("ZonedDevices:log:Path", path), ("ZonedDevices:log:CommandTimeout", "soon")))
{
    try
    {
        await wrong.StartAsync();
    }
    catch (OptionsValidationException error)
    {
        complaint = error.Message;
    }
}

Journal journal = new();
long offset;
HealthReport health;
using (IHost host = Build(journal, ("ZonedDevices:log:Path", path)))
{
    await host.StartAsync();
    ZonedDevice device = host.Services.GetRequiredKeyedService<ZonedDevice>("log");
    offset = await device.AppendAsync(2, Block());
    health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    await host.StopAsync();
}

byte[] read = new byte[4096];
await using (ZonedDevice again = await ZonedDevice.OpenAsync(path))
{
    await again.ReadAsync(offset, read);
}

bool isNamed = complaint.Contains("CommandTimeout", StringComparison.Ordinal) && complaint.Contains("soon", StringComparison.Ordinal);
string logged = string.Join(' ', journal.Events.Order().Distinct());
Console.WriteLine($"{(RuntimeFeature.IsDynamicCodeSupported ? "a jitted" : "a native")} host: {health.Status}; wrong setting {(isNamed ? "named" : $"not named: {complaint}")}; logged {logged}; {(read.AsSpan().SequenceEqual(Block()) ? "kept" : "lost")}");
return 0;

static byte[] Block() => [.. Enumerable.Repeat((byte)0x5a, 4096)];

static IHost Build(Journal journal, params (string Key, string Value)[] settings)
{
    HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
    foreach ((string key, string value) in settings)
    {
        builder.Configuration[key] = value;
    }

    builder.Logging.AddProvider(journal).SetMinimumLevel(LogLevel.Trace);
    builder.Services.AddZonedDevice("log");
    builder.Services.AddHealthChecks().AddZonedDevice("log");
    return builder.Build();
}

/// <summary>The numbers of what our package logs.</summary>
internal sealed class Journal : ILoggerProvider, ILogger
{
    private bool _isOurs;

    public ConcurrentBag<int> Events { get; private init; } = [];

    public ILogger CreateLogger(string categoryName) => new Journal { Events = Events, _isOurs = categoryName == "ZonedSdk.Hosting" };

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => _isOurs;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (_isOurs && formatter(state, exception).Length > 0)
        {
            Events.Add(eventId.Id);
        }
    }
}
