using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ZonedSdk.KernelTests.Tools;

/// <summary>What the kernel says from now on (/dev/kmsg, Documentation/ABI/testing/dev-kmsg): whoever is refused then has its reasons, whenever the log was told whose test it is.</summary>
internal sealed unsafe partial class KernelWords : IDisposable
{
    // asm-generic/fcntl.h and linux/fs.h.
    private const int NonBlocking = 0x800;
    private const int End = 2;
    private const int Overwritten = 32;
    private const int RecordBytes = 8192;

    private readonly SafeFileHandle _log;

    private KernelWords(SafeFileHandle log) => _log = log;

    /// <summary>Begins to listen.</summary>
    public static KernelWords Listen()
    {
        SafeFileHandle log = new(OpenNative("/dev/kmsg", NonBlocking), ownsHandle: true);
        return !log.IsInvalid && SeekNative(log, 0, End) >= 0
            ? new KernelWords(log)
            : throw new LabException($"/dev/kmsg cannot be listened to: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>The lines since then, each on a line of its own after one that introduces them; empty where there are none. What has been heard is not said again.</summary>
    public string Heard()
    {
        StringBuilder heard = new();
        byte[] record = new byte[RecordBytes];
        while (Read(record) is var count && (count > 0 || Marshal.GetLastPInvokeError() == Overwritten))
        {
            // Level, number, microseconds and flags; a semicolon; the line; and pairs of a key and a value on lines that begin with a blank.
            string text = Encoding.UTF8.GetString(record, 0, Math.Max(count, 0));
            string line = text[(text.IndexOf(';', StringComparison.Ordinal) + 1)..].Split('\n')[0];
            heard.Append(heard.Length == 0 ? "\nThe kernel said:" : "").Append("\n  ").Append(line);
        }

        return heard.ToString();
    }

    public void Dispose() => _log.Dispose();

    private int Read(byte[] record)
    {
        fixed (byte* start = record)
        {
            return (int)ReadNative(_log, start, (nuint)record.Length);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenNative(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long SeekNative(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadNative(SafeFileHandle file, byte* buffer, nuint count);
}
