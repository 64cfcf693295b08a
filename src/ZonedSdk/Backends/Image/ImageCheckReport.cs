namespace ZonedSdk.Backends.Image;

/// <summary>Everything that a check found, and what can be done with the image.</summary>
public sealed record ImageCheckReport
{
    /// <summary>The image's path.</summary>
    public required string Path { get; init; }

    /// <summary>The image's identity; null when no superblock is readable.</summary>
    public required DeviceIdentity? Identity { get; init; }

    /// <summary>The device's shape; null when no superblock is readable.</summary>
    public required Geometry? Geometry { get; init; }

    /// <summary>What was found, in the order of the file's regions.</summary>
    public required IReadOnlyList<ImageFinding> Findings { get; init; }

    /// <summary>The image opens for reading.</summary>
    public required bool CanOpenReadOnly { get; init; }

    /// <summary>The image opens for writing.</summary>
    public required bool CanOpenForWriting { get; init; }

    /// <summary>Nothing is damaged. Notices, as a crash leaves them, do not count.</summary>
    public bool IsSound
    {
        get
        {
            foreach (ImageFinding finding in Findings)
            {
                if (finding.Severity != ImageFindingSeverity.Notice)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
