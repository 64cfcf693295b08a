using System.Runtime.InteropServices;

namespace ZonedSdk.Descriptors;

/// <summary>The first thing that is wrong with the bytes of a layout.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">The offset of the field or of the reserved range, from the layout's start.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LayoutFault(LayoutFaultKind Kind, int Offset)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsNone => Kind == LayoutFaultKind.None;
}
