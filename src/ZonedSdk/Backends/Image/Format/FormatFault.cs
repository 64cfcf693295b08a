using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.Image.Format;

/// <summary>Something that is wrong with an image's bytes; an exception for who opens it, a finding for who checks it.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">The byte offset in the file.</param>
/// <param name="Message">What, the numbers, and what to do.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FormatFault(FormatErrorKind Kind, long Offset, string Message)
{
    public bool IsNone => Kind == FormatErrorKind.None;

    public ZonedFormatException ToException(string path) => new(path, Kind, Offset, Message);
}
