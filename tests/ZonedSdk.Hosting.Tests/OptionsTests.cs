using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZonedSdk.Hosting.Settings;
using ZonedSdk.Hosting.Tests.Support;
using ZonedSdk.Testing;

namespace ZonedSdk.Hosting.Tests;

/// <summary>What a configuration may say, and what is said of one that is wrong.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Every_option_of_a_device_has_a_key()
    {
        string[] options =
        [
            .. typeof(ZonedDeviceOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(static p => p.CanWrite && p.Name != nameof(ZonedDeviceOptions.TimeProvider))
                .Select(static p => p.Name),
            nameof(HostedDeviceOptions.Path),
            nameof(HostedDeviceOptions.ResourceWaitLogInterval),
        ];
        Assert.Equal(options.Order(), DeviceSetting.All.Select(static s => s.Key).Order());
    }

    [Theory]
    [InlineData("ErrorPolicy", "zoneoffline")]
    [InlineData("ReadBeyond", "Short")]
    [InlineData("WaitForAdmission", "false")]
    [InlineData("RecoveryTimeout", "00:00:05")]
    [InlineData("CreditTimeout", "infinite")]
    [InlineData("DrainTimeout", "1.02:00:00")]
    [InlineData("CommandTimeout", "49.00:00:00")]
    [InlineData("ReportTimeout", "00:00:00.5")]
    [InlineData("ReportAttempts", "100")]
    [InlineData("ReportBackoff", "00:00:01")]
    [InlineData("DisposeTimeout", "00:01:00")]
    [InlineData("AuditInterval", "00:10:00")]
    [InlineData("CopyWrites", "True")]
    [InlineData("InlineContinuations", "true")]
    [InlineData("BufferArenaBytes", "0")]
    [InlineData("ReadOnly", "true")]
    [InlineData("NvmePassThrough", " true ")]
    public async Task A_value_of_the_configuration_reaches_the_device(string key, string value)
    {
        using IHost host = Build(("ZonedDevices:d:Path", "memory:values"), ($"zoneddevices:D:{key.ToUpperInvariant()}", value));
        await host.StartAsync();
        PropertyInfo option = typeof(ZonedDeviceOptions).GetProperty(key)!;
        Assert.NotEqual(option.GetValue(new ZonedDeviceOptions()), option.GetValue(host.Device().Options));
        await host.StopAsync();
    }

    [Theory]
    [InlineData("ErrorPolicy", "1", "Repair, ")]
    [InlineData("ErrorPolicy", "Ignore", "Repair, ")]
    [InlineData("WaitForAdmission", "yes", "true or false")]
    [InlineData("CommandTimeout", "30", "hh:mm:ss")]
    [InlineData("CommandTimeout", "00:00:00", "more than zero")]
    [InlineData("CommandTimeout", "50.00:00:00", "at most 49.00:00:00")]
    [InlineData("CommandTimeout", "-00:00:01", "more than zero")]
    [InlineData("ReportAttempts", "101", "1 to 100")]
    [InlineData("ReportAttempts", "2.5", "1 to 100")]
    [InlineData("ReportBackoff", "-00:00:01", "from 00:00:00")]
    [InlineData("AuditInterval", "00:00:00", "or Never")]
    [InlineData("BufferArenaBytes", "-1", "0 to 1073741824")]
    [InlineData("BufferArenaBytes", "99999999999", "0 to 1073741824")]
    [InlineData("ResourceWaitLogInterval", "00:00:00", "more than zero")]
    [InlineData("Path", "  ", "memory:name")]
    [InlineData("CommandTimeout", "", "hh:mm:ss")]
    public async Task A_wrong_value_stops_the_start_and_is_told_with_its_key_and_what_is_allowed(string key, string value, string allowed)
    {
        string message = key == "Path" ? await FailAsync(($"ZonedDevices:d:{key}", value)) : await FailAsync(("ZonedDevices:d:Path", "memory:wrong"), ($"ZonedDevices:d:{key}", value));
        Assert.Contains($"ZonedDevices:d:{key} is '{value}'", message, StringComparison.Ordinal);
        Assert.Contains(allowed, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once()
    {
        string message = await FailAsync(("ZonedDevices:d:ReportAttempts", "0"), ("ZonedDevices:d:CommandTimout", "00:00:01"), ("ZonedDevices:d:CopyWrites:Deep", "true"));
        Assert.Contains("ZonedDevices:d:ReportAttempts is '0'", message, StringComparison.Ordinal);
        Assert.Contains("ZonedDevices:d:CommandTimout is no option of a device. There are Path", message, StringComparison.Ordinal);
        Assert.Contains("ZonedDevices:d:CopyWrites is a section, and has to be a single value: true or false", message, StringComparison.Ordinal);
        Assert.Contains("ZonedDevices:d:Path is missing", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_that_is_a_value_is_told() =>
        Assert.Contains("ZonedDevices:d is '/dev/sdb', and has to be a section", await FailAsync(("ZonedDevices:d", "/dev/sdb")), StringComparison.Ordinal);

    [Fact]
    public async Task Code_wins_over_the_configuration_and_is_checked_too()
    {
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:d:Path", "memory:code"), ("ZonedDevices:d:ReportAttempts", "7"), ("ZonedDevices:d:CopyWrites", "true"));
        builder.Services.AddZonedDevice("d", static o => o.Device = o.Device with { ReportAttempts = 0 });
        using IHost host = builder.Build();
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("ZonedDevices:d:ReportAttempts is 0 (set in code); allowed is a whole number from 1 to 100", e.Message, StringComparison.Ordinal);
        Assert.True(HostedOptions(host).Device.CopyWrites);
    }

    [Fact]
    public async Task A_path_and_a_drive_in_code_are_one_too_many()
    {
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:d:Path", "memory:both"));
        builder.Services.AddZonedDevice("d", static o => o.UseDrive(new Backends.Memory.MemoryDrive(TestHost.Shape())));
        using IHost host = builder.Build();
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("ZonedDevices:d:Path is 'memory:both', and Backend is set in code as well", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_devices_with_one_path_stop_the_start_also_where_a_link_hides_it()
    {
        using TempFolder folder = new();
        await TestVolume.CreateEmulatedAsync(folder.File("a.zimg"));
        Directory.CreateSymbolicLink(folder.File("link"), folder.Path);
        string other = System.IO.Path.Combine(folder.File("link"), ".", "a.zimg");
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:one:Path", folder.File("a.zimg")), ("ZonedDevices:two:Path", other), ("ZonedDevices:three:Path", "memory:x"));
        builder.Services.AddZonedDevice("one").AddZonedDevice("three").AddZonedDevice("two");
        using IHost host = builder.Build();
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains($"ZonedDevices:two:Path is '{other}', and ZonedDevices:one:Path is '{folder.File("a.zimg")}': that is one drive", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("three", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a:b")]
    [InlineData("D")]
    public void A_name_that_cannot_be_a_section_of_its_own_is_refused(string name)
    {
        IServiceCollection services = new ServiceCollection().AddZonedDevice("d");
        int count = services.Count;
        Assert.ThrowsAny<ArgumentException>(() => services.AddZonedVolume<TestVolume>(name));
        Assert.Equal(count, services.Count);
    }

    [Fact]
    public async Task The_hosts_time_is_the_devices_unless_the_options_have_their_own()
    {
        ManualTimeProvider hosts = new();
        ManualTimeProvider own = new();
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:a:Path", "memory:a"), ("ZonedDevices:b:Path", "memory:b"));
        builder.Services.AddSingleton<TimeProvider>(hosts);
        builder.Services.AddZonedDevice("a").AddZonedDevice("b", o => o.Device = o.Device with { TimeProvider = own });
        using IHost host = builder.Build();
        await host.StartAsync();
        Assert.Same(hosts, host.Device("a").Options.TimeProvider);
        Assert.Same(own, host.Device("b").Options.TimeProvider);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_name_that_nobody_registered_is_told_with_those_that_are()
    {
        HostApplicationBuilder builder = TestHost.Builder(null, ("ZonedDevices:d:Path", "memory:d"));
        builder.Services.AddZonedDevice("d");
        builder.Services.AddHealthChecks().AddZonedDevice("e");
        using IHost host = builder.Build();
        await host.StartAsync();
        var checks = host.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>();
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => checks.CheckHealthAsync());
        Assert.Contains("No device is registered as 'e'. There are d;", e.Message, StringComparison.Ordinal);
        await host.StopAsync();
    }

    private static HostedDeviceOptions HostedOptions(IHost host)
    {
        OptionsFactory<HostedDeviceOptions> factory = new(
            host.Services.GetServices<IConfigureOptions<HostedDeviceOptions>>(), host.Services.GetServices<IPostConfigureOptions<HostedDeviceOptions>>(), []);
        return factory.Create("d");
    }

    private static async Task<string> FailAsync(params (string Key, string? Value)[] settings)
    {
        using IHost host = Build(settings);
        return (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())).Message;
    }

    private static IHost Build(params (string Key, string? Value)[] settings)
    {
        HostApplicationBuilder builder = TestHost.Builder(null, settings);
        builder.Services.AddZonedDevice("d");
        return builder.Build();
    }
}
