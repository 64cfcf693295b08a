using System.Runtime.InteropServices;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>A user who is nobody in particular, as far as files go: for the time of one call, on a thread of its own.</summary>
internal static partial class OtherUser
{
    private const uint Nobody = 65534;

    /// <summary>What a call throws when this user makes it; null where it succeeds.</summary>
    /// <param name="call">Does all its work on the thread that makes it.</param>
    /// <param name="group">The user's group.</param>
    public static Exception? Try(Action call, uint group = Nobody)
    {
        Exception? thrown = null;
        Thread thread = new(() =>
        {
            // Of this thread alone. With the user 0 the right goes to pass over permissions.
            _ = SetGroup(group);
            _ = SetUser(Nobody);
            thrown = Record.Exception(call);
        });
        thread.Start();
        thread.Join();
        return thrown;
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetUser(uint user);

    [LibraryImport("libc", EntryPoint = "setfsgid")]
    private static partial int SetGroup(uint group);
}
