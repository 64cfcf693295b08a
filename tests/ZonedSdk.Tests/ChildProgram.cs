using ZonedSdk.Tests.Image;

namespace ZonedSdk.Tests;

/// <summary>What this assembly does when a test starts it as a process of its own: <c>dotnet ZonedSdk.Tests.dll name arguments</c>.</summary>
internal static class ChildProgram
{
    private static int Main(string[] arguments) => arguments switch
    {
        ["image-flush", string path] => ImageFlushChild.Run(path),
        _ => throw new ArgumentException($"No child is named '{string.Join(' ', arguments)}'."),
    };
}
