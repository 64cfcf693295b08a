using ZonedSdk.Backends;

namespace ZonedSdk.Tests.Image;

/// <summary>Opens an image while system calls are tampered with, says what it is told of it, and uses it.</summary>
internal static class ImageOpeningChild
{
    public static async Task<int> RunAsync(string path, string engine)
    {
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        try
        {
            await using ZonedDevice device = await ImageEngines.OpenAsync(path, engine);
            Console.WriteLine($"data {device.Description.DataPath}");
            foreach (BackendFinding finding in device.Description.Findings)
            {
                Console.WriteLine($"{finding.Kind}: {finding.Message}");
            }

            byte[] data = new byte[4096];
            data.AsSpan().Fill(9);
            long offset = await device.AppendAsync(0, data);
            byte[] read = new byte[data.Length];
            await device.ReadAsync(offset, read);
            Console.WriteLine($"same {read.AsSpan().SequenceEqual(data)}");
        }
        catch (ImageFileException e)
        {
            Console.WriteLine(e.Message);
        }

        return 0;
    }
}
