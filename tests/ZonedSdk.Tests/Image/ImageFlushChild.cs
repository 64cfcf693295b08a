using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Tests.Image;

/// <summary>Opens an image, writes, flushes with many waiters, and says how each ended. All on one thread, so that strace's count of system calls means something.</summary>
internal static class ImageFlushChild
{
    public static int Run(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 1;
        }

        StepScheduler scheduler = new();
        ImageStore store = ImageOpener.OpenAsync(path, new ImageOpenOptions { Scheduler = scheduler }, CancellationToken.None).GetAwaiter().GetResult();
        FakeSource source = new(store.Superblock.Geometry.ZoneCount);
        Console.WriteLine($"write {store.Data.Write(0, 0, new byte[4096]).Error}");
        source.Zones[0] = new StoredZone(4096, ZoneCondition.Closed, 0);
        store.Metadata.MarkDirty(0);
        Task<BackendResult>[] waiters = [.. Enumerable.Range(0, 8).Select(_ => store.Metadata.FlushAsync(source, CancellationToken.None).AsTask())];
        scheduler.Run();
        foreach (Task<BackendResult> waiter in waiters)
        {
            Console.WriteLine($"waiter {waiter.Result.Error} {waiter.Result.Errno}");
        }

        for (int attempt = 0; attempt < 3; attempt++)
        {
            Task<BackendResult> later = store.Metadata.FlushAsync(source, CancellationToken.None).AsTask();
            scheduler.Run();
            Console.WriteLine($"later {later.Result.Error} {later.Result.Errno}");
        }

        Console.WriteLine($"read {store.Data.Read(0, 0, new byte[4096]).Error}");
        return 0;
    }
}
