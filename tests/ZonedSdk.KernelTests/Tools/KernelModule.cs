namespace ZonedSdk.KernelTests.Tools;

/// <summary>Parts of the kernel that are loaded when a device needs them, and stay.</summary>
internal static class KernelModule
{
    // Under emulation each start of a program takes a quarter of a second, and most tests want the same modules.
    private static readonly HashSet<string> s_loaded = [];

    /// <summary>Loads them, unless they were loaded by an earlier test.</summary>
    public static void Load(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (!s_loaded.Contains(name))
            {
                Command.Run("modprobe", name);
                s_loaded.Add(name);
            }
        }
    }
}
