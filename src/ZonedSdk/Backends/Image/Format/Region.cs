using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>A part of the image's file, as the superblock's region table lists it.</summary>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="LengthBytes">How long it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Region(long Offset, long LengthBytes)
{
    public long End => Offset + LengthBytes;
}
