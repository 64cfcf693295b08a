using System.ComponentModel;

namespace ZonedSdk.CompilerServices;

/// <summary>What emitted backends call. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BackendRuntime
{
    /// <summary>The code of a command that the drive has not: no system returns it.</summary>
    public const int Refused = int.MaxValue;

    /// <summary>Ends a member of a backend whose table is wrong: the build reported it.</summary>
    public static Exception InvalidBackend() =>
        new InvalidOperationException("The table of this backend is wrong, so there is no code for it. The build reports why (ZSDK3001 and following); correct it and build again.");

    /// <summary>Ends a member of a backend that was not started.</summary>
    /// <param name="name">The kind of backend.</param>
    public static Exception NotStarted(string name) =>
        new InvalidOperationException($"This {name} backend was not started. Call Start with the drive's shape when its files or devices are open, before it is handed to ZonedDevice.OpenAsync.");

    /// <summary>Ends a second start.</summary>
    /// <param name="name">The kind of backend.</param>
    public static Exception StartedTwice(string name) =>
        new InvalidOperationException($"This {name} backend was started before. Make a new object for each opening.");

    /// <summary>A number of bytes of a report; -1, which no caller accepts, where it is beyond 63 bits.</summary>
    public static long BytesOf(Sectors512 value) => value.TryToBytes(out long bytes) ? bytes : -1;

    /// <summary>A number of bytes of a report; -1, which no caller accepts, where it is beyond 63 bits.</summary>
    public static long BytesOf(Bytes value) => value.TryToInt64(out long bytes) ? bytes : -1;

    /// <summary>A number of bytes of a report; -1, which no caller accepts, where it is beyond 63 bits.</summary>
    public static long BytesOf(Lba value, int logicalBlockSizeBytes) => value.TryToBytes(logicalBlockSizeBytes, out long bytes) ? bytes : -1;
}
