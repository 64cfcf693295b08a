namespace ZonedSdk.Tests.Image;

/// <summary>Opens an image as a device on a medium whose fdatasync fails, and says how everybody who depends on a flush was told.</summary>
internal static class ImageDeviceFlushChild
{
    public static async Task<int> RunAsync(string path, string engine)
    {
        ZonedDevice device = await ImageEngines.OpenAsync(path, engine);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        byte[] data = new byte[4096];
        data.AsSpan().Fill(7);
        long offset = await device.AppendAsync(0, data);
        ValueTask durable = device.WaitDurableAsync(offset + data.Length);
        Task[] waiters = [.. Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? device.FlushAsync() : device.FlushAsync(0)).AsTask())];
        foreach (Task waiter in waiters)
        {
            await SayAsync("waiter", () => waiter);
        }

        await SayAsync("durable", () => durable.AsTask());
        await SayAsync("later flush", () => device.FlushAsync().AsTask());
        await SayAsync("later append", () => device.AppendAsync(0, data).AsTask());
        await SayAsync("later reset", () => device.ResetZoneAsync(0).AsTask());
        byte[] read = new byte[data.Length];
        await SayAsync("read", () => device.ReadAsync(offset, read).AsTask());
        Console.WriteLine($"same {read.AsSpan().SequenceEqual(data)}");
        await SayAsync("dispose", () => device.DisposeAsync().AsTask());
        return 0;
    }

    private static async Task SayAsync(string what, Func<Task> action)
    {
        try
        {
            await action();
            Console.WriteLine($"{what} ok");
        }
        catch (FlushFailedException e)
        {
            Console.WriteLine($"{what} FlushFailed {e.Errno}");
        }
    }
}
