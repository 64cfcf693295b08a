using ZonedSdk.Backends.Image.Files;

namespace ZonedSdk.Backends.Image;

/// <summary>Turns what recovery reads into a report. Recovery writes nothing, so neither does this.</summary>
internal static class ImageChecker
{
    /// <summary>Reads an image, of whatever state.</summary>
    public static ImageCheckReport Check(IImageFile file)
    {
        RecoveredImage recovered = ImageRecovery.Read(file);
        List<ImageFinding> findings = [.. recovered.Findings];
        findings.Sort(static (left, right) => left.Offset.CompareTo(right.Offset));
        return new ImageCheckReport
        {
            Path = file.Path,
            Identity = recovered.Superblock is { } superblock ? new DeviceIdentity(superblock.Identity) : null,
            Geometry = recovered.Superblock?.Geometry,
            Findings = findings,
            CanOpenReadOnly = recovered.Fatal.IsNone,
            CanOpenForWriting = recovered.WriteRefusal.IsNone,
        };
    }
}
