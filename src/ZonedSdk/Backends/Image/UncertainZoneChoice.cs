namespace ZonedSdk.Backends.Image;

/// <summary>What becomes of a zone whose state the image does not know any more. It is never shown as empty, and takes no data again.</summary>
public enum UncertainZoneChoice
{
    /// <summary>Offline: nothing of it can be read by the drive's commands. Its bytes stay in the file.</summary>
    Offline = 0,

    /// <summary>Read-only, readable to its capacity: as the file has it. How much of that was written, and whether a reset came between, the application's own checksums must tell.</summary>
    ReadOnly = 1,
}
