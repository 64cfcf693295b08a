namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How markup is read.</summary>
[Flags]
public enum MarkupOptions
{
    None = 0,

    /// <summary>A mark without an id means the analyzer's first descriptor, where it has several.</summary>
    UseFirstDescriptor = 1,

    /// <summary><c>$$</c> is code: raw interpolated strings need it.</summary>
    TreatPositionIndicatorsAsCode = 2,
}
