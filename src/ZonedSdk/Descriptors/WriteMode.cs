namespace ZonedSdk.Descriptors;

/// <summary>How a region of a volume is written; its zone type has these operations and no others.</summary>
public enum WriteMode
{
    /// <summary>Not said: <see cref="Random"/> in conventional zones, <see cref="Append"/> in others.</summary>
    Default = 0,

    /// <summary>By appends: the runtime assigns the address, or the drive. Sequential zones only.</summary>
    Append = 1,

    /// <summary>At the write pointer, at an address that the writer names. Sequential zones only.</summary>
    AtWritePointer = 2,

    /// <summary>Anywhere. Conventional zones only.</summary>
    Random = 3,

    /// <summary>Not at all: the region is only read.</summary>
    None = 4,
}
