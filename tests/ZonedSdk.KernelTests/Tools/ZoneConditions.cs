using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>What condition each zone of a block device is in, from the kernel (BLKREPORTZONE, linux/blkzoned.h): thousands of times in the time that a program takes to start.</summary>
internal sealed unsafe partial class ZoneConditions : IDisposable
{
    private const nuint ReportZones = 0xC0101282;
    private const int HeaderBytes = 16;
    private const int ZoneBytes = 64;
    private const int ConditionAt = 25;

    private readonly SafeFileHandle _device;
    private readonly byte[] _report;

    /// <summary>Opens a device for looking at it. Whoever has it for himself keeps it.</summary>
    public ZoneConditions(string path, int zones)
    {
        _device = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        _report = new byte[HeaderBytes + (zones * ZoneBytes)];
    }

    /// <summary>The conditions now: 2 implicitly open, 3 explicitly open, 4 closed. The kernel may look at one zone after the other.</summary>
    public byte[] Read()
    {
        int zones = (_report.Length - HeaderBytes) / ZoneBytes;
        _report.AsSpan().Clear();
        BinaryPrimitives.WriteInt32LittleEndian(_report.AsSpan(8), zones);
        fixed (byte* report = _report)
        {
            if (ControlNative(_device, ReportZones, report) != 0)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
        }

        byte[] conditions = new byte[zones];
        for (int zone = 0; zone < zones; zone++)
        {
            conditions[zone] = _report[HeaderBytes + (zone * ZoneBytes) + ConditionAt];
        }

        return conditions;
    }

    public void Dispose() => _device.Dispose();

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlNative(SafeFileHandle device, nuint request, byte* argument);
}
