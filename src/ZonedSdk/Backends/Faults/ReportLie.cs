namespace ZonedSdk.Backends.Faults;

/// <summary>How a report is wrong.</summary>
public enum ReportLie : byte
{
    /// <summary>The write pointer stands one block above the truth.</summary>
    WritePointerTooHigh = 0,

    /// <summary>The write pointer stands one block below the truth, or at the zone's start.</summary>
    WritePointerTooLow = 1,

    /// <summary>The write pointer stands in the next zone.</summary>
    WritePointerOutside = 2,

    /// <summary>The condition is another valid one: Closed, or Empty where it is Closed.</summary>
    WrongCondition = 3,

    /// <summary>The condition is a value of no standard (0x9).</summary>
    UnknownCondition = 4,

    /// <summary>The type is a value of no standard (0xE).</summary>
    UnknownType = 5,

    /// <summary>The capacity is one block larger than the length.</summary>
    CapacityAboveLength = 6,

    /// <summary>The zone's length is 0.</summary>
    ZeroLength = 7,

    /// <summary>The zone starts one block behind its place.</summary>
    Gap = 8,

    /// <summary>The zone starts one block before its place.</summary>
    Overlap = 9,

    /// <summary>The zone changes places with the next one reported; a single zone reports another's place.</summary>
    Unsorted = 10,

    /// <summary>Success, and not one zone.</summary>
    ZeroZones = 11,

    /// <summary>One zone more than was asked for.</summary>
    TooManyZones = 12,

    /// <summary>The zone is half as long as before, and so is its capacity.</summary>
    GeometryChanged = 13,
}
