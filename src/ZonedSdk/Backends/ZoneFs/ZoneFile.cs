using System.Globalization;
using System.Runtime.InteropServices;

namespace ZonedSdk.Backends.ZoneFs;

/// <summary>Where a zone is found in a mount: in a file, from an offset on.</summary>
/// <param name="IsSequential">The file is one of <c>seq</c>; else it is one of <c>cnv</c>.</param>
/// <param name="Number">The file's name.</param>
/// <param name="OffsetBytes">Where in the file the zone begins: 0, unless conventional zones share a file (feature aggr_cnv).</param>
/// <param name="CapacityBytes">How much of the zone can be written.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ZoneFile(bool IsSequential, int Number, long OffsetBytes, long CapacityBytes)
{
    public const string Sequential = "seq";
    public const string Conventional = "cnv";

    /// <summary>The file's path in the mount.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"{(IsSequential ? Sequential : Conventional)}/{Number}");
}
