using Microsoft.Extensions.Configuration;

namespace ZonedSdk.Hosting.Settings;

/// <summary>Reads the section of a device from the host's configuration. By hand: without reflection, and with a message for each value that names its key.</summary>
internal static class DeviceSection
{
    /// <summary>Under this section each device has one by its name.</summary>
    public const string Root = "ZonedDevices";

    /// <summary>Where a device's options stand in the configuration.</summary>
    public static string PathOf(string name) => $"{Root}:{name}";

    /// <summary>Sets what the section says, and notes what is wrong with it.</summary>
    public static void Read(IConfigurationSection section, HostedDeviceOptions options)
    {
        if (section.Value is { Length: > 0 } single)
        {
            options.Mistakes.Add($"{section.Path} is '{single}', and has to be a section with at least {nameof(HostedDeviceOptions.Path)} in it.");
        }

        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (DeviceSetting.All.FirstOrDefault(s => string.Equals(s.Key, child.Key, StringComparison.OrdinalIgnoreCase)) is not { } setting)
            {
                options.Mistakes.Add($"{child.Path} is no option of a device. There are {string.Join(", ", DeviceSetting.All.Select(static s => s.Key))}.");
            }
            else if (child.GetChildren().Any())
            {
                options.Mistakes.Add($"{child.Path} is a section, and has to be a single value: {setting.Allowed}.");
            }
            else if (child.Value is not { } value || !setting.TrySet(options, value.Trim()))
            {
                options.Mistakes.Add($"{child.Path} is '{child.Value}'; allowed is {setting.Allowed}.");
            }
        }
    }
}
