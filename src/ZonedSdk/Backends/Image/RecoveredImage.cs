using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image;

/// <summary>What reading an image brought to light. Nothing was written for it.</summary>
internal sealed class RecoveredImage
{
    public Superblock? Superblock { get; set; }

    public StoredZone[] Zones { get; set; } = [];

    public CheckpointSlot[] Slots { get; } = new CheckpointSlot[2];

    /// <summary>The slot that the state was replayed from; -1 = none is usable.</summary>
    public int BaseSlot { get; set; } = -1;

    public JournalEnd End { get; set; }

    /// <summary>Why the image cannot be opened at all.</summary>
    public FormatFault Fatal { get; set; }

    /// <summary>Why the image cannot be opened for writing.</summary>
    public FormatFault WriteRefusal { get; set; }

    public List<ImageFinding> Findings { get; } = [];

    public void Note(ImageFindingSeverity severity, in FormatFault fault) =>
        Findings.Add(new ImageFinding(severity, fault.Kind, fault.Offset, fault.Message));

    public void RefuseWriting(in FormatFault fault)
    {
        Note(ImageFindingSeverity.Error, fault);
        if (WriteRefusal.IsNone)
        {
            WriteRefusal = fault;
        }
    }

    public void RefuseOpening(in FormatFault fault)
    {
        RefuseWriting(fault);
        if (Fatal.IsNone)
        {
            Fatal = fault;
        }
    }

    /// <summary>Ends an open that cannot go on.</summary>
    /// <exception cref="ZonedFormatException">The image is too damaged for what was asked.</exception>
    public void ThrowIfRefused(string path, bool isReadOnly)
    {
        FormatFault refusal = isReadOnly ? Fatal : WriteRefusal;
        if (!refusal.IsNone)
        {
            throw refusal.ToException(path);
        }
    }
}
