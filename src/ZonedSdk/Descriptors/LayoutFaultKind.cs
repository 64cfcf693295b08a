namespace ZonedSdk.Descriptors;

/// <summary>What <c>Validate</c> found.</summary>
public enum LayoutFaultKind
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>Reserved bytes or bits are not zero.</summary>
    ReservedNotZero = 1,

    /// <summary>A field holds a value that its enum does not define.</summary>
    UndefinedValue = 2,
}
