namespace ZonedSdk.Interop;

/// <summary>What stands at a path: the type bits of st_mode (inode(7)).</summary>
internal enum FileKind
{
    /// <summary>The system does not say.</summary>
    None = 0,

    /// <summary>A named pipe.</summary>
    Pipe = 0x1000,

    CharacterDevice = 0x2000,

    Directory = 0x4000,

    BlockDevice = 0x6000,

    Regular = 0x8000,

    Socket = 0xC000,
}
