using System.Runtime.Versioning;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>A zoned namespace that was opened.</summary>
/// <param name="Device">Its node: the character device, or the block device.</param>
/// <param name="IsCharacterDevice">Which of the two.</param>
/// <param name="Held">Its block device, held so that nobody else takes it; null where the node is that itself, or nothing had to be held.</param>
/// <param name="Commands">The way of commands to it.</param>
/// <param name="Entry">Where sysfs has the node: no longer when the drive is gone.</param>
/// <param name="Identity">What tells it from all others.</param>
/// <param name="Namespace">Its figures.</param>
/// <param name="Findings">What opening it brought to light.</param>
[SupportedOSPlatform("linux")]
internal sealed record NvmeNode(
    FileDescriptor Device,
    bool IsCharacterDevice,
    FileDescriptor? Held,
    NvmeCommands Commands,
    string Entry,
    DeviceIdentity Identity,
    ZonedNamespace Namespace,
    IReadOnlyList<BackendFinding> Findings) : IDisposable
{
    /// <summary>Whether the kernel still has the node.</summary>
    public bool IsAttached => Directory.Exists(Entry);

    /// <summary>The code with which a command ended, or that of a device that is gone. The drive's own answers about a zone or a block prove that it is there; others may be the driver's, in the place of a drive that is gone.</summary>
    public int Judge(int code) => code == 0 || NvmeStatus.FromErrno(code) is { CodeType: 1 or 2 } || IsAttached ? code : Errno.NoDevice;

    public void Dispose()
    {
        Device.Dispose();
        Held?.Dispose();
    }
}
