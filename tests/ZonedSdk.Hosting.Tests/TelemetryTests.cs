using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ZonedSdk.Backends.Faults;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Hosting.Tests.Support;

namespace ZonedSdk.Hosting.Tests;

/// <summary>Metrics and spans: as a listener in the process sees them, and as they arrive at a collector.</summary>
public sealed partial class TelemetryTests
{
    private const int Block = 4096;

    [Fact]
    public async Task Everything_arrives_at_a_collector_by_otlp()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        string name = $"memory:{Guid.NewGuid():N}";
        FaultPlan faults = new(1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 3 });
        MemoryDrive drive = new(TestHost.Shape(name) with { Faults = faults, Flavour = ZoneFlavour.Zns, Limits = new Limits { MaxOpenZones = 4, MaxActiveZones = 4 } });
        using (IHost host = await TestHost.StartAsync(drive, null, new ZonedDeviceOptions { TraceTransfers = true }, s => AddOtlp(s, collector)))
        {
            ZonedDevice device = host.Device();
            await device.AppendAsync(0, new byte[Block]);
            await device.AppendAsync(1, new byte[Block]);
            await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await device.AppendAsync(0, new byte[Block]));
            await device.ReadAsync(0, new byte[Block]);
            Assert.True(host.Services.GetRequiredService<MeterProvider>().ForceFlush());
            await device.FlushAsync();
            await device.ResetZoneAsync(1);
            await device.FinishZoneAsync(0);
            await host.StopAsync();
        }

        OtlpMetric[] metrics = [.. collector.Metrics.Where(m => m.Attributes.GetValueOrDefault("zoned.device.name") == name)];
        Assert.All(metrics, static m => Assert.Equal("ZonedSdk", m.Scope));
        AssertMetric("zoned.zones.open", "{zone}", 2);
        AssertMetric("zoned.zones.active", "{zone}", 2);
        AssertMetric("zoned.zones.waiting", "{zone}", 0);
        AssertMetric("zoned.io.in_flight", "{request}", 0);
        AssertMetric("zoned.io.undurable", "By", 2 * Block);
        AssertMetric("zoned.zone.recoveries", "{recovery}", 1);
        AssertMetric("zoned.zone.drain.duration", "s", 1);
        Assert.Equal(["faulted", "offline", "read_only"], metrics.Where(static m => m.Name == "zoned.zones.unusable").Select(static m => m.Attributes["zoned.zone.condition"]).Distinct().Order());

        OtlpSpan[] spans = [.. collector.Spans.Where(s => s.Attributes.GetValueOrDefault("zoned.device.name") == name)];
        Assert.All(spans, static s => Assert.Equal("ZonedSdk", s.Scope));
        Assert.Equal(
            ["zoned.device.close", "zoned.device.flush", "zoned.device.open", "zoned.zone.append", "zoned.zone.finish", "zoned.zone.read", "zoned.zone.recovery", "zoned.zone.reset"],
            spans.Select(static s => s.Name).Distinct().Order());
        OtlpSpan failed = Assert.Single(spans, static s => s.IsError);
        Assert.Equal(("zoned.zone.append", "Io", "0"), (failed.Name, failed.Attributes["error.type"], failed.Attributes["zoned.zone.index"]));

        void AssertMetric(string metric, string unit, long value) =>
            Assert.Contains(metrics, m => m.Name == metric && m.Unit == unit && m.Value == value);
    }

    [Fact]
    public async Task The_page_lists_every_instrument_with_its_unit()
    {
        SortedDictionary<string, string> published = new(StringComparer.Ordinal);
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "ZonedSdk")
                {
                    lock (published)
                    {
                        published[instrument.Name] = instrument.Unit!;
                    }
                }
            },
        };
        listener.Start();
        using IHost host = await TestHost.StartAsync(new MemoryDrive(TestHost.Shape()));
        string page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "PACKAGE.md"));
        Dictionary<string, string> listed = Instruments().Matches(page).ToDictionary(static m => m.Groups["name"].Value, static m => m.Groups["unit"].Value);
        lock (published)
        {
            Assert.Equal(published, listed.OrderBy(static i => i.Key, StringComparer.Ordinal));
        }

        await host.StopAsync();
    }

    [Fact]
    public async Task The_sample_sends_its_metrics_and_spans_where_it_is_told()
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync();
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "HostedService.dll"), "--demo", "--Logging:LogLevel:Default=Warning"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint;
        start.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "100";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{output}\n{await errors}");
        Assert.Matches("320 blobs were stored by 8 clients at once; 0 of them differ.\nHealthy\nzoned:blobs: Device blobs is well.\n", output);
        Assert.Matches(@"Started again: (\d+) of \1 confirmed blobs are there, byte for byte.", output);

        // How many are open at the moment of an export is chance. That the figures are the device's is shown beside a device that stands still.
        Assert.Contains(collector.Metrics, static m => m is { Service: "hosted-service", Scope: "ZonedSdk", Name: "zoned.zones.open", Unit: "{zone}", Value: 0 or 1 });
        Assert.Contains(collector.Spans, static s => s is { Service: "hosted-service", Scope: "ZonedSdk", Name: "zoned.device.flush", IsError: false });
        foreach (string name in (string[])["zoned.device.open", "zoned.zone.open", "zoned.zone.finish", "zoned.device.close"])
        {
            Assert.Contains(collector.Spans, s => s.Name == name);
        }

        Assert.DoesNotContain(collector.Spans, static s => s.Name == "zoned.zone.append");
    }

    [Fact]
    public async Task Spans_are_children_of_what_called_and_transfers_have_none_unless_they_are_asked_for()
    {
        ConcurrentQueue<Activity> ended = new();
        string name = $"memory:{Guid.NewGuid():N}";
        using ActivityListener listener = new()
        {
            ShouldListenTo = static s => s.Name is "ZonedSdk" or "Test",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                if (a.GetTagItem("zoned.device.name") as string == name)
                {
                    ended.Enqueue(a);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using ActivitySource source = new("Test");
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(TestHost.Shape(name))))
        {
            using Activity caller = source.StartActivity("caller")!;
            await device.AppendAsync(2, new byte[Block]);
            await device.FlushAsync(2);
            Assert.Same(caller, Activity.Current);
            await device.FinishZoneAsync(2);
            await device.RecoverAsync(2);
            Assert.Equal(["zoned.device.open", "zoned.device.flush", "zoned.zone.finish", "zoned.zone.recovery"], ended.Where(static a => a.OperationName != "zoned.zone.recovery" || a.Parent is not { OperationName: "zoned.zone.finish" }).Select(static a => a.OperationName));
            Assert.All(ended.Where(static a => a.OperationName is "zoned.device.flush" or "zoned.zone.finish"), a => Assert.Equal((caller, 2), (a.Parent, a.GetTagItem("zoned.zone.index"))));
        }

        Assert.Equal("zoned.device.close", ended.Last().OperationName);
    }

    [Fact]
    public async Task A_recovery_without_a_believable_report_is_a_failed_span()
    {
        ConcurrentQueue<Activity> ended = new();
        string name = $"memory:{Guid.NewGuid():N}";
        using ActivityListener listener = new()
        {
            ShouldListenTo = static s => s.Name == "ZonedSdk",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => ended.Enqueue(a),
        };
        ActivitySource.AddActivityListener(listener);
        FaultPlan faults = new(1, new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail });
        await using ZonedDevice device = await ZonedDevice.OpenAsync(new MemoryDrive(TestHost.Shape(name) with { Faults = faults }), new ZonedDeviceOptions { ReportAttempts = 1 });
        faults.Add(new FaultRule { Event = DriveEvent.Report, Effect = FaultEffect.Fail });
        await Assert.ThrowsAnyAsync<ZonedIOException>(async () => await device.AppendAsync(4, new byte[Block]));
        Activity recovery = Assert.Single(ended, a => a.OperationName == "zoned.zone.recovery" && (string?)a.GetTagItem("zoned.device.name") == name);
        Assert.Equal(ActivityStatusCode.Error, recovery.Status);
        Assert.Equal((4, "Io"), (recovery.GetTagItem("zoned.zone.index"), recovery.GetTagItem("error.type")));
    }

    [GeneratedRegex(@"^\| `(?<name>zoned\.[\w.]+)` \| [\w -]+(, observed)? \| `(?<unit>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Instruments();

    private static void AddOtlp(IServiceCollection services, OtlpCollector collector) => services.AddOpenTelemetry()
        .WithMetrics(m => m.AddZonedInstrumentation().AddOtlpExporter((o, reader) =>
        {
            (o.Protocol, o.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri($"{collector.Endpoint}/v1/metrics"));
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = 60_000;
        }))
        .WithTracing(t => t.AddZonedInstrumentation().AddOtlpExporter(o => (o.Protocol, o.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri($"{collector.Endpoint}/v1/traces"))));
}
