namespace ZonedSdk.Generators.Volumes.Models;

/// <summary>Which operations a region has.</summary>
internal enum RegionKind
{
    Append,
    AtWritePointer,
    Random,
    ReadOnly,
}
