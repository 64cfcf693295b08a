using Microsoft.Win32.SafeHandles;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>What a program does that keeps a write pointer and no queue: it takes the next offset, and hands the write to the thread pool. The control to the order that the runtime keeps.</summary>
internal static class UnorderedWrites
{
    private const int Block = 4096;
    private const int InputOutputError = 5;

    /// <summary>Writes one zone from its start: every offset is given out once, in order, by one submitter.</summary>
    /// <param name="disk">The device.</param>
    /// <param name="zone">An empty zone.</param>
    /// <param name="writes">So many of 4,096 bytes, all of them under way at once.</param>
    /// <returns>How many of them failed.</returns>
    public static async Task<int> RunAsync(BlockDevice disk, int zone, int writes)
    {
        using SafeFileHandle file = DirectFile.Open(disk.NodePath);
        ReadOnlyMemory<byte> page = DirectFile.AllocatePage();
        long start = disk.StartOf(zone);
        Task[] running = [.. Enumerable.Range(0, writes).Select(i => RandomAccess.WriteAsync(file, page, start + ((long)i * Block)).AsTask())];
        Exception?[] ends = await Task.WhenAll(running.Select(static write => Record.ExceptionAsync(() => write)));
        IOException[] failures = [.. ends.OfType<Exception>().Select(Assert.IsType<IOException>)];
        Assert.All(failures, static failure => Assert.Equal(InputOutputError, failure.HResult));
        return failures.Length;
    }
}
