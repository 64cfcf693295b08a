using System.Runtime.Versioning;
using ZonedSdk.Backends.Image;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Tests.Image;

/// <summary>Where those go on who wait for the transfers of a ring: on its thread if they say so, and otherwise where they hold up nobody.</summary>
[SupportedOSPlatform("linux")]
public sealed class ImageContinuationTests : IDisposable
{
    private const int Block = 4096;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoned-continuation");

    private string ImagePath => Path.Combine(_folder.FullName, "drive.zimg");

    public void Dispose() => _folder.Delete(recursive: true);

    [RingImageFact]
    public async Task Inline_continuations_run_on_the_rings_thread_and_submit_from_there()
    {
        await using ZonedDevice device = await OpenAsync(isInline: true);
        await device.AppendAsync(0, new byte[Block]);
        List<string?> threads = [];
        string ringsName = $"{ImagePath} ring";
        await Task.Run(async () =>
        {
            // One may have ended before it is awaited: then its caller stays where it is.
            while (Thread.CurrentThread.Name != ringsName)
            {
                await device.AppendAsync(0, new byte[Block]).ConfigureAwait(false);
            }

            for (int count = 0; count < 20; count++)
            {
                await device.AppendAsync(1, new byte[Block]).ConfigureAwait(false);
                threads.Add(Thread.CurrentThread.Name);
            }
        }).WaitAsync(s_long);

        // The first makes room in its zone, which a thread does; its data go by the ring again.
        Assert.All(threads, name => Assert.Equal(ringsName, name));
    }

    [RingImageFact]
    public async Task Device_is_closed_from_the_rings_own_thread()
    {
        ZonedDevice device = await OpenAsync(isInline: true);
        await Task.Run(async () =>
        {
            while (Thread.CurrentThread.Name != $"{ImagePath} ring")
            {
                await device.AppendAsync(0, new byte[Block]).ConfigureAwait(false);
            }

            await device.DisposeAsync().ConfigureAwait(false);
        }).WaitAsync(s_long);
        await using ZonedDevice again = await ZonedDevice.OpenAsync(await ImageDrive.OpenAsync(ImagePath));
        Assert.NotEqual(0, again.Zones[0].WritePointer);
    }

    [RingImageFact]
    public async Task Continuation_on_the_pool_that_blocks_holds_up_neither_the_ring_nor_its_neighbours()
    {
        const int Count = 32;
        await using ZonedDevice device = await OpenAsync(isInline: false);
        using CountdownEvent others = new(Count - 1);
        bool areTold = false;
        bool isWritten = false;
        Task[] appends = [AppendAsync(Wait), .. Enumerable.Range(1, Count - 1).Select(_ => AppendAsync(() => others.Signal()))];
        await Task.WhenAll(appends).WaitAsync(3 * s_long);
        Assert.Equal((true, true), (areTold, isWritten));

        void Wait()
        {
            areTold = others.Wait(s_long);

            // And one more, from its submission to its end.
            isWritten = device.AppendAsync(1, new byte[Block]).AsTask().Wait(s_long);
        }

        async Task AppendAsync(Action then)
        {
            await device.AppendAsync(0, new byte[Block]).ConfigureAwait(false);
            then();
        }
    }

    private async Task<ZonedDevice> OpenAsync(bool isInline)
    {
        await ImageDrive.CreateAsync(ImagePath, new ImageDriveOptions { SizeBytes = 8 * MiB, ZoneSizeBytes = 2 * MiB });
        return await ZonedDevice.OpenAsync(await ImageDrive.OpenAsync(ImagePath, ImageEngines.Options(ImageEngines.Ring)), new ZonedDeviceOptions { InlineContinuations = isInline });
    }
}
