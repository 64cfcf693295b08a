using ZonedSdk.Interop;

namespace ZonedSdk.Backends;

/// <summary>A drive whose transfers cost less from memory that it was told of beforehand: the kernel looks up and pins its pages once, and not for each transfer.</summary>
internal interface IRegistersMemory
{
    /// <summary>Tells the drive of memory; once. Whether anything comes of it the drive says for itself (<see cref="IZoneBackend.Description"/>); transfers of all memory go on as before.</summary>
    /// <param name="memory">The memory. The drive refers to it as long as it may use it.</param>
    void Register(PinnedArray memory);
}
