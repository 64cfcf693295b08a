using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Image.Repair;

/// <content>The state of zones where recovery finds none that it could go on from.</content>
internal sealed partial class ImageRepairer
{
    private bool TryMendState(ImageEvidence evidence)
    {
        Superblock superblock = evidence.Superblock;
        ZoneVerdicts verdicts = ZoneVerdicts.Of(evidence);
        if (verdicts.Run.OpenCount == uint.MaxValue)
        {
            _obstacles.Add($"the image was opened {uint.MaxValue} times, which is all that it can count: open it read-only, and copy it to another one");
            return false;
        }

        _losses = verdicts.Decide(_options.UncertainZones);
        if (_losses.Count > 0 && _options.UncertainZones is null)
        {
            _obstacles.Add($"records are lost, and with them the state of {_losses.Count} of {superblock.Geometry.ZoneCount} zones. Choose what becomes of these ({nameof(ImageRepairOptions)}.{nameof(ImageRepairOptions.UncertainZones)}): offline, or read-only to their capacity");
            return false;
        }

        int target = Target(evidence, verdicts);
        if (target < 0)
        {
            int uniform = Uniform(evidence, verdicts);
            if (uniform < 0)
            {
                _obstacles.Add("both checkpoints are mixtures of several, and each has pages that the other one lacks: neither can be written without the risk of losing some; restore the image from a copy");
                return false;
            }

            CompleteSlot(evidence, verdicts, uniform);
            target = 1 - uniform;
        }

        WriteState(evidence, verdicts, target);
        return true;
    }

    /// <summary>The slot that no zone depends on: without a page that the log continues, or beside one that has them all. Of two, the one that is incomplete or older. -1 = each has something that the other one lacks.</summary>
    private static int Target(ImageEvidence evidence, ZoneVerdicts verdicts)
    {
        int pages = evidence.Superblock.SlotPages;
        int[] continued = [.. Enumerable.Range(0, 2).Select(slot => Enumerable.Range(0, pages).Count(page => verdicts.IsContinued(slot, page)))];
        if (continued[0] == 0 && continued[1] == 0)
        {
            ulong first = Generation(evidence, 0);
            ulong second = Generation(evidence, 1);
            return first <= second ? 0 : 1;
        }

        return continued[0] == pages && IsOneCheckpoint(evidence, 0) && Generation(evidence, 0) >= Generation(evidence, 1) ? 1
            : continued[1] == pages && IsOneCheckpoint(evidence, 1) ? 0
            : continued[0] == pages && IsOneCheckpoint(evidence, 0) ? 1
            : continued[0] == 0 ? 0
            : continued[1] == 0 ? 1
            : -1;
    }

    // Of a whole checkpoint; one of which a page is bad is older than every other.
    private static ulong Generation(ImageEvidence evidence, int slot) =>
        IsOneCheckpoint(evidence, slot) && evidence.Headers[slot].All(static header => header is not null) ? evidence.Headers[slot][0]!.Value.Generation : 0;

    private static bool IsOneCheckpoint(ImageEvidence evidence, int slot) =>
        evidence.Headers[slot].Where(static header => header is not null).Distinct().Count() == 1;

    /// <summary>The slot whose good pages are of one checkpoint, and of the newer one; -1 = neither.</summary>
    private static int Uniform(ImageEvidence evidence, ZoneVerdicts verdicts)
    {
        int best = -1;
        ulong newest = 0;
        for (int slot = 0; slot < 2; slot++)
        {
            int page = Array.FindIndex(evidence.Headers[slot], static header => header is not null);
            if (page >= 0 && IsOneCheckpoint(evidence, slot) && verdicts.IsContinued(slot, page) && evidence.Headers[slot][page]!.Value.Generation >= newest)
            {
                best = slot;
                newest = evidence.Headers[slot][page]!.Value.Generation;
            }
        }

        return best;
    }

    /// <summary>Writes the bad pages of a slot, so that it is whole again. They hold nothing, so nothing can be lost with them.</summary>
    private void CompleteSlot(ImageEvidence evidence, ZoneVerdicts verdicts, int slot)
    {
        Superblock superblock = evidence.Superblock;
        CheckpointHeader header = evidence.Headers[slot].First(static own => own is not null)!.Value;
        StoredZone[] zones = verdicts.Before(header.Sequence);
        byte[] bytes = new byte[PageFrame.SizeBytes];
        for (int page = 0; page < superblock.SlotPages; page++)
        {
            if (evidence.Headers[slot][page] is null)
            {
                bytes.AsSpan().Clear();
                CheckpointPage.Encode(superblock.Uuid, header, page, zones, bytes);
                Write(superblock.CheckpointPageOffset(slot, page), bytes, $"page {page} of checkpoint slot {slot} is written from the other slot and the log");
            }
        }

        Synchronize();
    }

    /// <summary>Writes what is known as a checkpoint of a session of its own. When its last page stands it counts, and records that do not continue it are of an older session; before that nothing has changed.</summary>
    private void WriteState(ImageEvidence evidence, ZoneVerdicts verdicts, int slot)
    {
        Superblock superblock = evidence.Superblock;
        LogRun run = verdicts.Run;
        JournalSlot last = evidence.Ring[superblock.RingIndex(run.Last)];
        uint checksum = run.IsEmpty ? run.Anchor ?? 0 : last.Header.Checksum;
        ulong generation = evidence.Headers.SelectMany(static headers => headers).Max(static header => header?.Generation ?? 0);
        CheckpointHeader header = new(generation + 1, run.Last, checksum, run.OpenCount + 1);
        using AlignedBuffer buffer = new(PageFrame.SizeBytes);
        for (int page = 0; page < superblock.SlotPages; page++)
        {
            _cancellation.ThrowIfCancellationRequested();
            buffer.Span.Clear();
            CheckpointPage.Encode(superblock.Uuid, header, page, verdicts.Zones, buffer.Span);
            long offset = superblock.CheckpointPageOffset(slot, page);
            Check(_file.WriteMetadata(offset, buffer.Span), "write", offset);
        }

        Check(_file.SynchronizeCheckpoint(), "synchronise", superblock.SlotOffset(slot));
        _steps.Add(new ImageRepairStep(superblock.SlotOffset(slot), (long)superblock.SlotPages * PageFrame.SizeBytes, $"checkpoint slot {slot} is written anew: {superblock.Geometry.ZoneCount - _losses.Count} zones as they are known, {_losses.Count} as was chosen"));
    }
}
