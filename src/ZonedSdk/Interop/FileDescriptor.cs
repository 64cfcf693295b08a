using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ZonedSdk.Interop;

/// <summary>An open file of the system, closed exactly once.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FileDescriptor : SafeHandle
{
    // The runtime's marshaller makes an empty handle and fills it in.
    public FileDescriptor()
        : base(-1, ownsHandle: true)
    {
    }

    public FileDescriptor(int descriptor)
        : base(-1, ownsHandle: true)
    {
        SetHandle(descriptor);
    }

    public override bool IsInvalid => handle == -1;

    /// <summary>The number, for <c>/proc/self/fd</c>.</summary>
    public int Number => (int)handle;

    // close(2) releases the descriptor whatever it returns, EINTR included: a second call could close somebody else's.
    protected override bool ReleaseHandle() => Libc.Close(handle) == 0;
}
