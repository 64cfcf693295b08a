using ZonedSdk.Backends.Image.Files;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image.Repair;

/// <summary>Mends an image in an order in which every step leaves it no worse than it was: nothing that is the only evidence of something is overwritten before it stands elsewhere.</summary>
internal sealed partial class ImageRepairer
{
    private readonly IImageFile _file;
    private readonly ImageRepairOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly List<ImageRepairStep> _steps = [];
    private readonly List<string> _obstacles = [];
    private List<ImageZoneLoss> _losses = [];

    private ImageRepairer(IImageFile file, ImageRepairOptions options, CancellationToken cancellation)
    {
        _file = file;
        _options = options;
        _cancellation = cancellation;
    }

    /// <summary>Repairs an image. It is tried in memory first, so that a repair that cannot be carried through changes nothing it need not.</summary>
    /// <param name="file">The image; a dry run writes nothing to it.</param>
    /// <param name="options">What the repair may decide.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="ImageFileException">The system refused a write.</exception>
    public static ImageRepairReport Repair(IImageFile file, ImageRepairOptions options, CancellationToken cancellation)
    {
        ImageRepairReport trial = new ImageRepairer(new OverlayFile(file), options, cancellation).Run();
        return options.IsDryRun || trial.Steps.Count == 0 ? trial : new ImageRepairer(file, options, cancellation).Run();
    }

    private ImageRepairReport Run()
    {
        ImageCheckReport before = ImageChecker.Check(_file);
        if (!before.IsSound)
        {
            Mend();
        }

        return new ImageRepairReport
        {
            Before = before,
            After = _steps.Count == 0 ? before : ImageChecker.Check(_file),
            Steps = _steps,
            Losses = _losses,
            Obstacles = _obstacles,
        };
    }

    private void Mend()
    {
        SuperblockRepair copies = SuperblockRepair.Examine(_file, _options.Superblock);
        if (copies.Superblock is not { } superblock)
        {
            _obstacles.Add(copies.Message);
            return;
        }

        // What the chosen superblock says of the rest is looked at before anything is written for it.
        ImageEvidence evidence = ImageEvidence.Read(_file, superblock);
        if (evidence.Newest is null && !evidence.Ring.Any(static slot => slot.IsValid))
        {
            _obstacles.Add($"no page of a checkpoint and no record is of {superblock.Identity}: either all of them are lost, or this superblock is another image's; restore the image from a copy");
            return;
        }

        if (copies.Target >= 0)
        {
            Write((long)copies.Target * PageFrame.SizeBytes, copies.Page, copies.Message);
            Synchronize();
        }

        if (evidence.UnreadableOffset >= 0)
        {
            _obstacles.Add($"the record at byte {evidence.UnreadableOffset} cannot be read, and may be readable once more: copy the image to a sound medium (ddrescue), and repair the copy");
            return;
        }

        MendRecordCopies(superblock);
        RecoveredImage recovered = ImageRecovery.Read(_file);
        if (!recovered.WriteRefusal.IsNone)
        {
            if (!TryMendState(evidence))
            {
                return;
            }

            recovered = ImageRecovery.Read(_file);
        }

        if (!recovered.WriteRefusal.IsNone)
        {
            _obstacles.Add(recovered.WriteRefusal.Message);
            return;
        }

        Renew(recovered);
    }

    /// <summary>Writes the good copy of a record over the other one.</summary>
    private void MendRecordCopies(Superblock superblock)
    {
        bool hasWritten = false;
        using AlignedBuffer buffer = new(JournalPage.RecordBytes);
        for (int index = 0; index < superblock.JournalRecords; index++)
        {
            long offset = superblock.RecordOffset(index);
            Check(_file.ReadMetadata(offset, buffer.Span), "read", offset);
            JournalSlot slot = JournalSlot.Read(superblock, index, buffer.Span);
            if (!slot.IsValid || slot.IsWhole)
            {
                continue;
            }

            int good = slot.FirstIsGood ? 0 : 1;
            Write(offset + ((1 - good) * PageFrame.SizeBytes), buffer.Span.Slice(good * PageFrame.SizeBytes, PageFrame.SizeBytes), $"copy {2 - good} of record {slot.Header.Sequence} is written from copy {good + 1}");
            hasWritten = true;
        }

        if (hasWritten)
        {
            Synchronize();
        }
    }

    /// <summary>Begins a session, as every opening for writing does, and lets its log go on until it has overwritten what is damaged in the ring and nothing depends on.</summary>
    private void Renew(RecoveredImage recovered)
    {
        Superblock superblock = recovered.Superblock!;
        using ImageJournal journal = new(_file, recovered, ImageControls.None);
        long ringOffset = superblock.RecordOffset(superblock.RingIndex(journal.LastSequence + 1));
        Check(journal.Begin(), "begin a session", superblock.Checkpoints.Offset);
        _steps.Add(new ImageRepairStep(superblock.Checkpoints.Offset, (long)superblock.SlotPages * PageFrame.SizeBytes, $"a fresh checkpoint of all {superblock.Geometry.ZoneCount} zones, in the slot that is not in use"));
        int records = 1;
        for (int missing = DamagedAhead(superblock, journal); missing > 0; missing--)
        {
            _cancellation.ThrowIfCancellationRequested();
            MakeRoom(journal);
            Check(journal.WriteGroup([]), "write a record", superblock.Journal.Offset);
            records++;
        }

        _steps.Add(new ImageRepairStep(ringOffset, (long)records * JournalPage.RecordBytes, $"{records} {(records == 1 ? "record that begins" : "records that begin")} a session{(records == 1 ? "" : " and overwrite damaged places of the ring on which nothing depends")}"));
    }

    /// <summary>How many records it takes until the last damaged place of the ring is overwritten.</summary>
    private int DamagedAhead(Superblock superblock, ImageJournal journal)
    {
        int most = 0;
        foreach (ImageFinding finding in ImageChecker.Check(_file).Findings)
        {
            if (finding.Severity == ImageFindingSeverity.Notice || finding.Offset < superblock.Journal.Offset || finding.Offset >= superblock.Journal.End)
            {
                continue;
            }

            int index = (int)((finding.Offset - superblock.Journal.Offset) / JournalPage.RecordBytes);
            int distance = index - superblock.RingIndex(journal.LastSequence + 1);
            most = Math.Max(most, (distance < 0 ? distance + superblock.JournalRecords : distance) + 1);
        }

        return most;
    }

    private void MakeRoom(ImageJournal journal)
    {
        while (!journal.HasRoom(1))
        {
            PendingCheckpoint pending = journal.PrepareCheckpoint();
            Check(journal.WriteCheckpoint(pending), "write a checkpoint", 0);
            journal.Publish(pending);
        }
    }

    private void Write(long offset, ReadOnlySpan<byte> pages, string message)
    {
        _cancellation.ThrowIfCancellationRequested();
        using AlignedBuffer buffer = new(pages.Length);
        pages.CopyTo(buffer.Span);
        Check(_file.WriteMetadata(offset, buffer.Span), "write", offset);
        _steps.Add(new ImageRepairStep(offset, pages.Length, message));
    }

    private void Synchronize() => Check(_file.Synchronize(), "synchronise", 0);

    private void Check(int errno, string operation, long offset)
    {
        if (errno != 0)
        {
            throw new ImageFileException(_file.Path, operation, errno, $"{_file.Path}: the repair could not {operation} at byte {offset}: {Errno.Describe(errno)}; the image is no worse than before, check the medium, or repair a copy of it.");
        }
    }
}
