using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image.Repair;

/// <summary>Decides which superblock is the image's, and whether the other one is to be written from it.</summary>
internal sealed class SuperblockRepair
{
    private SuperblockRepair(Superblock? superblock, int target, byte[] page, string message)
    {
        Superblock = superblock;
        Target = target;
        Page = page;
        Message = message;
    }

    /// <summary>The image's facts; null where they are not known, or nobody has said which they are.</summary>
    public Superblock? Superblock { get; }

    /// <summary>The copy to be written: 0, 1, or -1 for neither.</summary>
    public int Target { get; }

    /// <summary>What is to be written there.</summary>
    public byte[] Page { get; }

    /// <summary>Why, or why not.</summary>
    public string Message { get; }

    public static SuperblockRepair Examine(IImageFile file, ImageSuperblock? choice)
    {
        byte[][] pages = [[], []];
        Superblock?[] copies = [null, null];
        FormatFault[] faults = new FormatFault[2];
        using (AlignedBuffer buffer = new(PageFrame.SizeBytes))
        {
            for (int copy = 0; copy < copies.Length && file.LengthBytes >= (copy + 1L) * PageFrame.SizeBytes; copy++)
            {
                long offset = (long)copy * PageFrame.SizeBytes;
                int errno = file.ReadMetadata(offset, buffer.Span);
                copies[copy] = errno == 0 ? SuperblockReader.Read(buffer.Span, offset, file.LengthBytes, out faults[copy]) : null;
                faults[copy] = errno == 0 ? faults[copy] : new FormatFault(FormatErrorKind.Unreadable, offset, $"the superblock cannot be read: {Errno.Describe(errno)}");
                pages[copy] = buffer.Span.ToArray();
            }
        }

        if (copies[0] is null && copies[1] is null)
        {
            return Stop($"no superblock is good: {(faults[0].IsNone ? "the file is too short for one" : faults[0].Message)}. Restore the image from a copy");
        }

        if (copies[0] is not null && copies[1] is not null && pages[0].AsSpan().SequenceEqual(pages[1]))
        {
            return new SuperblockRepair(copies[0], target: -1, [], "");
        }

        int damaged = copies[0] is null ? 0 : copies[1] is null ? 1 : -1;
        if (damaged >= 0 && faults[damaged].Kind is FormatErrorKind.SuperblockChecksum or FormatErrorKind.NotAnImage or FormatErrorKind.Unreadable)
        {
            return Take(1 - damaged, $"the {Name(damaged)} superblock is damaged, and written from the {Name(1 - damaged)}");
        }

        if (choice is not { } chosen)
        {
            return Stop($"the superblocks contradict each other: the first {Describe(copies[0], faults[0])}; the second {Describe(copies[1], faults[1])}. Choose the one that is this image's ({nameof(ImageRepairOptions)}.{nameof(ImageRepairOptions.Superblock)})");
        }

        return copies[(int)chosen] is null
            ? Stop($"the {Name((int)chosen)} superblock was chosen, and it {Describe(null, faults[(int)chosen])}; the other one is good")
            : Take((int)chosen, $"the {Name((int)chosen)} superblock was chosen, and the {Name(1 - (int)chosen)} is written from it");

        SuperblockRepair Take(int good, string message) => new(copies[good], 1 - good, pages[good], message);
    }

    private static SuperblockRepair Stop(string message) => new(superblock: null, target: -1, [], message);

    private static string Name(int copy) => copy == 0 ? "first" : "second";

    private static string Describe(Superblock? superblock, in FormatFault fault) => superblock is null
        ? $"makes no sense ({fault.Message})"
        : $"is of {superblock.Identity}, {superblock.Geometry.ZoneCount} zones of {superblock.Geometry.ZoneSizeBytes} bytes with a capacity of {superblock.ZoneCapacityBytes}, {superblock.ConventionalZones} of them conventional, limits {superblock.Limits.MaxOpenZones} open and {superblock.Limits.MaxActiveZones} active, {superblock.Flavour}";
}
