namespace ZonedSdk.Descriptors;

/// <summary>What a volume is meant to stand on.</summary>
public enum VolumeTarget
{
    /// <summary>Block devices of Linux and emulated drives. Linux takes zones of a power of two only (ZSDK1002).</summary>
    Linux = 0,

    /// <summary>Emulated drives only; zones may have any size in whole blocks.</summary>
    Emulated = 1,
}
