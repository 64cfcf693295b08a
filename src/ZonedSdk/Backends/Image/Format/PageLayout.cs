using ZonedSdk.Descriptors;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>What every metadata page has in common: a magic number, the image's uuid, a checksum over all other bytes.</summary>
[BinaryLayout(PageFrame.SizeBytes, Endian.Little)]
internal readonly ref partial struct PageLayout
{
    [Field(0, Unit = Unit.None)] public partial ulong Magic { get; }
    [Field(8)] public partial Guid Uuid { get; }

    /// <summary>The page type's own header.</summary>
    [Field(24, Width = 36)] public partial ReadOnlySpan<byte> Header { get; }

    /// <summary>CRC32C of all other bytes.</summary>
    [Field(60, Unit = Unit.None)] public partial uint Checksum { get; }

    /// <summary>The page type's own body.</summary>
    [Field(64, Width = 4032)] public partial ReadOnlySpan<byte> Body { get; }
}
