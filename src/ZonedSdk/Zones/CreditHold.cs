namespace ZonedSdk.Zones;

/// <summary>Which of the drive's zone resources a zone occupies.</summary>
[Flags]
internal enum CreditHold : byte
{
    None = 0,

    /// <summary>An active resource: held from the first write or open until Full, Empty or Offline.</summary>
    Active = 1,

    /// <summary>An open resource.</summary>
    Open = 2,

    /// <summary>Only asked for, never kept: some open resource must not be explicitly held, because the drive closes an implicitly open zone to make room.</summary>
    ClosableSlot = 4,
}
