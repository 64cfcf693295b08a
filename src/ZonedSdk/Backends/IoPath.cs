namespace ZonedSdk.Backends;

/// <summary>Which way bytes take from the process to the medium.</summary>
public enum IoPath : byte
{
    /// <summary>The backend does not say.</summary>
    Unknown = 0,

    /// <summary>They stay in the process's memory.</summary>
    Memory = 1,

    /// <summary>Through the kernel's page cache, and to the medium with a flush.</summary>
    Buffered = 2,

    /// <summary>Past the page cache (O_DIRECT).</summary>
    Direct = 3,
}
