using Microsoft.Extensions.Options;

namespace ZonedSdk.Hosting.Settings;

/// <summary>Checks a device's options before anything starts: all mistakes at once, each with its key, its value and what is allowed.</summary>
internal sealed class HostedDeviceOptionsValidator : IValidateOptions<HostedDeviceOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HostedDeviceOptions options)
    {
        string section = DeviceSection.PathOf(name ?? "");
        List<string> mistakes = [.. options.Mistakes];
        if (options.Backend is null && string.IsNullOrWhiteSpace(options.Path))
        {
            string key = $"{section}:{nameof(HostedDeviceOptions.Path)}";

            // A path that was given and is blank has been told already.
            if (!mistakes.Exists(m => m.StartsWith(key, StringComparison.OrdinalIgnoreCase)))
            {
                mistakes.Add($"{key} is missing. Set it to the path of an image file, a zoned device or a mount of zonefs, or to memory:name; or set {nameof(HostedDeviceOptions)}.{nameof(HostedDeviceOptions.Backend)} in code.");
            }
        }
        else if (options.Backend is not null && options.Path is not null)
        {
            mistakes.Add($"{section}:{nameof(HostedDeviceOptions.Path)} is '{options.Path}', and {nameof(HostedDeviceOptions.Backend)} is set in code as well: only one of them can say which drive it is.");
        }

        if (options.ResourceWaitLogInterval <= TimeSpan.Zero || options.ResourceWaitLogInterval > HostedDeviceOptions.LongestInterval)
        {
            mistakes.Add($"{section}:{nameof(HostedDeviceOptions.ResourceWaitLogInterval)} is {options.ResourceWaitLogInterval}; allowed is more than zero and at most {HostedDeviceOptions.LongestInterval}.");
        }

        try
        {
            options.Device.Validate();
        }
        catch (ArgumentException e)
        {
            // What code has set; values of the configuration that are out of range never get here.
            string allowed = DeviceSetting.All.FirstOrDefault(s => s.Key == e.ParamName)?.Allowed ?? "what the exception says";
            object? value = (e as ArgumentOutOfRangeException)?.ActualValue;
            mistakes.Add($"{section}:{e.ParamName} is {value ?? "null"} (set in code); allowed is {allowed}.");
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
