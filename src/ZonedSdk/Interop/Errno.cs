using System.Runtime.InteropServices;

namespace ZonedSdk.Interop;

/// <summary>Linux's error numbers, as far as this library decides by them (asm-generic/errno.h).</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int Io = 5;
    public const int NoDeviceOrAddress = 6;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int NoMemory = 12;
    public const int Access = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int NoDevice = 19;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int Invalid = 22;
    public const int FileTableFull = 23;
    public const int TooManyFiles = 24;
    public const int NotATerminal = 25;
    public const int FileTooLarge = 27;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int NoSystemCall = 38;
    public const int Overflow = 75;
    public const int NotSupported = 95;
    public const int TooManyReferences = 109;
    public const int QuotaExceeded = 122;
    public const int Cancelled = 125;

    public static bool IsNoSpace(int errno) => errno is NoSpace or QuotaExceeded;

    /// <summary>The system's words for an error, with its number.</summary>
    public static string Describe(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
}
