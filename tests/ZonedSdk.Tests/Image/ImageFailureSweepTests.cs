using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Tests.Image;

/// <summary>Every call to the system fails once, from the first to the last: what was promised before holds, what comes behind fails, nothing is tried again.</summary>
public sealed class ImageFailureSweepTests
{
    private const int Eio = 5;
    private const int Block = 4096;

    [Fact]
    public void Creation_reports_whichever_call_fails()
    {
        Superblock superblock = TestImages.Plan(TestImages.Options() with { Preallocate = true });
        int total = Total(superblock);
        Assert.InRange(total, 8, 50);
        for (int failing = 0; failing < total; failing++)
        {
            int calls = 0;
            MemoryImageFile file = new(new PageImage(0)) { OnCall = _ => calls++ == failing ? Eio : 0 };
            Assert.Equal(Eio, ImageCreator.Write(file, superblock).Errno);
            Assert.Equal(failing + 1, calls);
        }
    }

    [Fact]
    public void A_session_survives_the_failure_of_any_one_call()
    {
        int failing = 0;
        for (bool reached = true; reached; failing++)
        {
            Session session = new(failing);
            session.Run();
            session.CheckAfterwards();
            reached = session.HasFailed;
        }

        Assert.InRange(failing, 100, 2000);
    }

    private static int Total(Superblock superblock)
    {
        int calls = 0;
        ImageCreator.Write(new MemoryImageFile(new PageImage(0)) { OnCall = _ => calls++ * 0 }, superblock);
        return calls;
    }

    /// <summary>Flushes, resets and laps of the ring, in which one call fails.</summary>
    private sealed class Session(int failing)
    {
        private readonly Superblock _superblock = TestImages.Plan(TestImages.Options());
        private readonly StepScheduler _scheduler = new();
        private readonly FakeSource _source = new(4);
        private readonly StoredZone[] _promised = new FakeSource(4).Zones;
        private PageImage _content = new(0);
        private bool _failureIsFinal;

        public int Calls { get; private set; }

        public bool HasFailed { get; private set; }

        public void Run()
        {
            MemoryImageFile file = TestImages.Create(_superblock);
            _content = file.Content;
            file.OnCall = Decide;
            ImageStore store;
            try
            {
                store = ImageStore.Open(file, _scheduler);
            }
            catch (ZonedException)
            {
                Assert.True(HasFailed && file.IsDisposed);
                return;
            }

            for (int step = 0; step < 24; step++)
            {
                int zone = step % 4;
                if (step % 7 == 6)
                {
                    Reset(store, zone);
                }
                else
                {
                    WriteAndFlush(store, zone);
                }
            }
        }

        /// <summary>The medium is well again: a new session finds what was promised.</summary>
        public void CheckAfterwards()
        {
            ImageStore store = ImageStore.Open(new MemoryImageFile(_content), _scheduler);
            for (int zone = 0; zone < 4; zone++)
            {
                StoredZone stored = store.Metadata.Load(zone);
                Assert.True(stored.Incarnation >= _promised[zone].Incarnation);
                Assert.True(stored.Incarnation > _promised[zone].Incarnation || stored.DataEndBytes >= _promised[zone].DataEndBytes);
                byte[] data = new byte[stored.DataEndBytes];
                Assert.True(store.Data.Read(zone, 0, data).IsSuccess);
                Assert.False(data.AsSpan().ContainsAnyExcept((byte)(stored.Incarnation + 1)));
            }
        }

        private int Decide(string call)
        {
            // What fails for good: nothing is written or synchronised behind it.
            bool isMetadata = call is "WriteMetadata" or "Synchronize" or "SynchronizeCheckpoint";
            Assert.False(_failureIsFinal && isMetadata, $"{call} behind the failure.");
            if (Calls++ != failing)
            {
                return 0;
            }

            HasFailed = true;
            _failureIsFinal = isMetadata;
            return Eio;
        }

        private void WriteAndFlush(ImageStore store, int zone)
        {
            StoredZone state = _source.Zones[zone];
            byte[] data = new byte[Block];
            Array.Fill(data, (byte)(state.Incarnation + 1));
            bool written = store.Data.Reserve(zone, state.DataEndBytes + Block).IsSuccess
                && store.Data.Write(zone, state.DataEndBytes, data).IsSuccess;
            if (written)
            {
                _source.Zones[zone] = state with { DataEndBytes = state.DataEndBytes + Block, Condition = ZoneCondition.Closed };
                store.Metadata.MarkDirty(zone);
            }

            bool failedBefore = _failureIsFinal;
            BackendResult flush = Settle(store.Metadata.FlushAsync(_source, CancellationToken.None));
            Assert.False(failedBefore && flush.IsSuccess, "A flush succeeded behind a failed one.");
            if (flush.IsSuccess)
            {
                _source.Zones.CopyTo(_promised, 0);
            }
        }

        private void Reset(ImageStore store, int zone)
        {
            StoredZone empty = new(0, ZoneCondition.Empty, _source.Zones[zone].Incarnation + 1);
            bool failedBefore = _failureIsFinal;
            BackendResult recorded = Settle(store.Metadata.RecordAsync(zone, empty));
            Assert.False(failedBefore && recorded.IsSuccess, "A reset succeeded behind a failure.");
            if (recorded.IsSuccess)
            {
                store.Data.Discard(zone);
                _source.Zones[zone] = empty;
                _promised[zone] = empty;
            }
        }

        private BackendResult Settle(ValueTask<BackendResult> pending)
        {
            Task<BackendResult> task = pending.AsTask();
            _scheduler.Run();
            Assert.True(task.IsCompletedSuccessfully);
            return task.Result;
        }
    }
}
