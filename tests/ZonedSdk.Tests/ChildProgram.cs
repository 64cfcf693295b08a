using System.Globalization;
using ZonedSdk.Tests.Devices;
using ZonedSdk.Tests.Image;
using ZonedSdk.Tests.Rings;

namespace ZonedSdk.Tests;

/// <summary>What this assembly does when a test starts it as a process of its own: <c>dotnet ZonedSdk.Tests.dll name arguments</c>.</summary>
internal static class ChildProgram
{
    /// <summary>The host that runs this assembly.</summary>
    public static string DotnetHost =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static int Main(string[] arguments) => arguments switch
    {
        ["image-flush", string path] => ImageFlushChild.Run(path),
        ["image-device-flush", string path, string engine] => ImageDeviceFlushChild.RunAsync(path, engine).GetAwaiter().GetResult(),
        ["image-system-calls", string path, string engine] => ImageSystemCallChild.RunAsync(path, engine).GetAwaiter().GetResult(),
        ["image-limit", string path, string other] => ImageFullDiskChild.MeetLimitAsync(path, other).GetAwaiter().GetResult(),
        ["image-full", string folder] => ImageFullDiskChild.RunAsync(folder).GetAwaiter().GetResult(),
        ["image-load", string path, string engine, string seed] => ImageLoadChild.RunAsync(path, engine, int.Parse(seed, CultureInfo.InvariantCulture)).GetAwaiter().GetResult(),
        ["image-opening", string path, string engine] => ImageOpeningChild.RunAsync(path, engine).GetAwaiter().GetResult(),
        ["image-allocation", string path] => ImageAllocationChild.RunAsync(path).GetAwaiter().GetResult(),
        ["metrics"] => MetricsChild.RunAsync().GetAwaiter().GetResult(),
        ["image-buffers", string path] => ImageBufferChild.RunAsync(path).GetAwaiter().GetResult(),
        ["ring-allocation", string path, string form] => RingChild.AllocateAsync(path, form == "chains").GetAwaiter().GetResult(),
        ["ring-device", string path] => RingChild.UseDeviceAsync(path).GetAwaiter().GetResult(),
        ["ring-devices", string path] => RingChild.EndDevicesAsync(path).GetAwaiter().GetResult(),
        ["ring-operations"] => RingChild.OperateAsync().GetAwaiter().GetResult(),
        ["ring-refusal"] => RingChild.RefusalAsync().GetAwaiter().GetResult(),
        _ => throw new ArgumentException($"No child is named '{string.Join(' ', arguments)}'."),
    };
}
