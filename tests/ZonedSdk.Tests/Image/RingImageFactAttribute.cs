using ZonedSdk.Tests.Rings;

namespace ZonedSdk.Tests.Image;

/// <summary>A fact about images whose data go by a ring: it needs one of its machine, a folder for temporary files that takes direct I/O, and perhaps a program.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RingImageFactAttribute : FactAttribute
{
    public RingImageFactAttribute(string? program = null)
    {
        Skip = new RingFactAttribute(program).Skip ?? (ImageEngines.Here.Contains(ImageEngines.Ring) ? null : "Needs O_DIRECT in the folder for temporary files");
    }
}
