using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>Opens crash states and holds them against what was promised; then crashes the recovery itself, and looks again.</summary>
internal sealed class CrashChecker(Superblock superblock, ImageControls controls, CrashEffort effort, int seed)
{
    private readonly Random _random = new(seed);

    public long States { get; private set; }

    public long StatesOfRecovery { get; private set; }

    public long StatesOfNextSession { get; private set; }

    /// <summary>Behind every so-and-so-many-th crash, the next session writes, flushes and crashes too.</summary>
    public int ContinuesEvery { get; init; } = int.MaxValue;

    /// <summary>Looks at every state in another way as well; gets the state and what recovery found in it.</summary>
    public Action<CrashState, StoredZone[]>? Look { get; init; }

    /// <summary>Checks every state of a log.</summary>
    /// <param name="start">The content before the log.</param>
    /// <param name="log">The log.</param>
    /// <param name="promises">What holds before the log.</param>
    public void CheckAll(PageImage start, CrashLog log, ZoneModel[] promises)
    {
        foreach (CrashState state in CrashStateSource.Enumerate(start, log.Events, promises, effort, _random))
        {
            States++;
            CrashLog recovery = new();
            StoredZone[] first = Open(state, recovery, "after the crash");
            Look?.Invoke(state, first);

            // Recovery is a writer as well. Wherever it is cut off, the next one must find the same.
            foreach (CrashState second in CrashStateSource.Enumerate(state.Image, recovery.Events, state.Promises, CrashEffort.Full with { Tears = effort.RecoveryTears }, _random))
            {
                StatesOfRecovery++;
                StoredZone[] again = Open(second with { Position = state.Position }, recorder: null, "after a crash during recovery");
                Require(first.AsSpan().SequenceEqual(again), state, -1, "recovery is not idempotent: a second one finds another state");
            }

            if (States % ContinuesEvery == 0)
            {
                CheckNextSession(state);
            }
        }
    }

    private void CheckNextSession(CrashState state)
    {
        MemoryImageFile file = new(state.Image.Fork());
        StepScheduler scheduler = new();
        ImageStore store = ImageStore.Open(file, scheduler, controls);
        ZoneModel[] recovered = new ZoneModel[superblock.Geometry.ZoneCount];
        for (int zone = 0; zone < recovered.Length; zone++)
        {
            StoredZone stored = store.Metadata.Load(zone);
            ZoneCondition? lasting = stored.Condition is ZoneCondition.Full or ZoneCondition.ReadOnly or ZoneCondition.Offline ? stored.Condition : null;
            recovered[zone] = new ZoneModel(stored.Incarnation, stored.DataEndBytes, stored.DataEndBytes, lasting);
        }

        ZoneModel[] promises = [.. recovered];
        PageImage start = file.Content.Fork();
        CrashLog log = new();
        file.Recorder = log;
        TestDrive drive = new(store, scheduler, log, recovered);
        drive.WriteSomewhere();
        drive.Flush();
        drive.WriteSomewhere();
        drive.Flush();
        scheduler.Run();
        Assert.True(store.Metadata.DisposeAsync().IsCompletedSuccessfully && store.Data.DisposeAsync().IsCompletedSuccessfully);
        foreach (CrashState next in CrashStateSource.Enumerate(start, log.Events, promises, effort, _random))
        {
            StatesOfNextSession++;
            Open(next with { Position = state.Position }, recorder: null, "after a crash in the next session");
        }
    }

    private StoredZone[] Open(CrashState state, CrashLog? recorder, string when)
    {
        MemoryImageFile file = new(state.Image.Fork()) { Recorder = recorder };
        ImageStore store;
        try
        {
            store = ImageStore.Open(file, TaskScheduler.Default, controls);
        }
        catch (ZonedException exception)
        {
            throw new CrashViolationException($"Event {state.Position}, {when}: the image does not open: {exception.Message}", exception);
        }

        StoredZone[] zones = new StoredZone[superblock.Geometry.ZoneCount];
        for (int zone = 0; zone < zones.Length; zone++)
        {
            zones[zone] = store.Metadata.Load(zone);
            CheckZone(state, zone, zones[zone], state.Promises[zone], file.Content);
        }

        foreach (ImageFinding finding in store.Findings)
        {
            Require(finding.Severity == ImageFindingSeverity.Notice, state, -1, $"{when}, a mere crash is reported as damage: {finding}");
        }

        // Nothing runs, so both end at once; the buffers go back.
        Assert.True(store.Metadata.DisposeAsync().IsCompletedSuccessfully && store.Data.DisposeAsync().IsCompletedSuccessfully);
        return zones;
    }

    private void CheckZone(CrashState state, int zone, in StoredZone stored, ZoneModel model, PageImage content)
    {
        if (stored.Incarnation != model.Incarnation)
        {
            Require(model.ResetPending && stored.Incarnation == model.Incarnation + 1, state, zone, $"incarnation {stored.Incarnation}, promised is {model.Incarnation} (P4)");
            Require(stored.DataEndBytes == 0 && stored.Condition == ZoneCondition.Empty, state, zone, $"a fresh incarnation is {stored.Condition} with {stored.DataEndBytes} bytes (P4)");
            return;
        }

        Require(stored.DataEndBytes >= model.FlushedEnd, state, zone, $"data end at {stored.DataEndBytes}, flushed were {model.FlushedEnd} (P2)");
        Require(stored.DataEndBytes <= model.SubmittedEnd, state, zone, $"data end at {stored.DataEndBytes}, submitted were {model.SubmittedEnd} (P3)");
        if (model.DurableCondition is { } condition)
        {
            Require(stored.Condition == condition, state, zone, $"{stored.Condition}, durable was {condition} (P5)");
        }
        else
        {
            ZoneCondition plain = superblock.IsConventional(zone) ? ZoneCondition.NotWritePointer
                : stored.DataEndBytes == 0 ? ZoneCondition.Empty : ZoneCondition.Closed;
            bool isPlain = stored.Condition == plain;
            Require(isPlain || stored.Condition == model.RequestedCondition, state, zone, $"{stored.Condition}, which nobody asked for (P5)");
        }

        for (long offset = 0; offset < stored.DataEndBytes; offset += PageImage.PageBytes)
        {
            int count = (int)Math.Min(PageImage.PageBytes, stored.DataEndBytes - offset);
            ReadOnlySpan<byte> expected = Pattern.PageOf(zone, stored.Incarnation, offset / PageImage.PageBytes).AsSpan(0, count);
            ReadOnlySpan<byte> actual = content.Page((superblock.ZoneOffset(zone) + offset) / PageImage.PageBytes)[..count];
            Require(actual.SequenceEqual(expected), state, zone, $"the data at {offset} are not those of incarnation {stored.Incarnation} (P3)");
        }
    }

    private static void Require(bool holds, CrashState state, int zone, string message)
    {
        if (!holds)
        {
            throw new CrashViolationException($"Event {state.Position}, zone {zone}: {message}.");
        }
    }
}

/// <summary>A state broke a promise.</summary>
internal sealed class CrashViolationException(string message, Exception? innerException = null) : Exception(message, innerException);
