namespace ZonedSdk.Backends.ZoneFs;

/// <summary>What the length and the permissions of a file tell of its zone.</summary>
/// <remarks>
/// What they do not tell: whether a partly written zone is open or closed on the device, and whether somebody else holds an empty one open. The zones that this
/// drive has open for writing it knows itself. A zone that was read-only when it was mounted has no permissions at all, and cannot be told from one that is offline.
/// </remarks>
internal static class ZoneFileState
{
    private const int AnyPermission = 0x1FF;
    private const int AnyWritePermission = 0x92;

    /// <summary>Whether zonefs lets nobody at the file any more: the zone is offline, or the mount's error policy treats it so.</summary>
    public static bool IsOffline(int permissions) => (permissions & AnyPermission) == 0;

    /// <summary>Whether zonefs lets nobody write any more: the zone is read-only or offline, or the mount's error policy treats it so.</summary>
    public static bool IsReadOnly(int permissions) => (permissions & AnyWritePermission) == 0;

    /// <summary>The condition of a sequential zone.</summary>
    /// <param name="permissions">The file's permissions: the nine bits.</param>
    /// <param name="lengthBytes">The file's length: where the write pointer stands.</param>
    /// <param name="capacityBytes">How much the zone can hold.</param>
    /// <param name="held">How this drive holds the zone: implicitly open, explicitly open, or closed for not at all.</param>
    public static ZoneCondition OfSequential(int permissions, long lengthBytes, long capacityBytes, ZoneCondition held) =>
        IsOffline(permissions) ? ZoneCondition.Offline
        : IsReadOnly(permissions) ? ZoneCondition.ReadOnly
        : lengthBytes >= capacityBytes ? ZoneCondition.Full
        : held != ZoneCondition.Closed ? held
        : lengthBytes == 0 ? ZoneCondition.Empty
        : ZoneCondition.Closed;

    /// <summary>The condition of a conventional zone.</summary>
    public static ZoneCondition OfConventional(int permissions) =>
        IsOffline(permissions) ? ZoneCondition.Offline : IsReadOnly(permissions) ? ZoneCondition.ReadOnly : ZoneCondition.NotWritePointer;
}
