using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace HostedService;

/// <summary>The service with clients, in one process: written and read by many, stopped in the middle of it, started again, and compared.</summary>
internal static class Demo
{
    private const int Clients = 8;
    private const int BlobsPerClient = 40;

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 only if every blob whose storing was confirmed is there.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        string folder = Directory.CreateTempSubdirectory("zoned-hosted-").FullName;
        string[] arguments = [.. args, $"--ZonedDevices:{BlobStore.Device}:Path={Path.Combine(folder, "blobs.zimg")}", "--urls=http://127.0.0.1:0"];
        try
        {
            ConcurrentDictionary<string, byte[]> confirmed = new();
            await using (WebApplication app = await Service.BuildAsync(arguments))
            {
                await app.StartAsync();
                using HttpClient http = ClientOf(app);
                await Task.WhenAll(Enumerable.Range(0, Clients).Select(c => PutAsync(http, c, BlobsPerClient, confirmed)));
                Console.WriteLine($"{confirmed.Count} blobs were stored by {Clients} clients at once; {await DamagedAsync(http, confirmed)} of them differ.");
                Console.Write(await http.GetStringAsync("/health"));
                await LookAtZonesAsync(http);

                // Stopped while they write: what the service has begun ends, the rest is refused.
                Task[] late = [.. Enumerable.Range(Clients, Clients).Select(c => PutAsync(http, c, BlobsPerClient, confirmed))];
                await app.StopAsync();
                await Task.WhenAll(late);
                Console.WriteLine($"The service was stopped with {Clients} more clients at work; {confirmed.Count} blobs were confirmed in all.");
            }

            await using (WebApplication app = await Service.BuildAsync(arguments))
            {
                await app.StartAsync();
                using HttpClient http = ClientOf(app);
                int damaged = await DamagedAsync(http, confirmed);
                Console.WriteLine($"Started again: {confirmed.Count - damaged} of {confirmed.Count} confirmed blobs are there, byte for byte.");
                await app.StopAsync();
                return damaged == 0 ? 0 : 1;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // As a browser would: the page, and then what has changed since.
    private static async Task LookAtZonesAsync(HttpClient http)
    {
        string page = await http.GetStringAsync("/zones/");
        using JsonDocument first = JsonDocument.Parse(await http.GetStringAsync("/zones/snapshot"));
        string since = first.RootElement.GetProperty("since").GetString()!;
        string change = await http.GetStringAsync($"/zones/snapshot?since={Uri.EscapeDataString(since)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"/zones/ has a live page of {page.Length / 1024} KiB; what changed since then takes {change.Length} bytes."));
    }

    private static HttpClient ClientOf(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.First()) };

    private static async Task PutAsync(HttpClient http, int client, int count, ConcurrentDictionary<string, byte[]> confirmed)
    {
        Random random = new(client);
        for (int i = 0; i < count; i++)
        {
            byte[] content = new byte[random.Next(1, 100_000)];
            random.NextBytes(content);
            string name = $"client-{client}-blob-{i}";
            try
            {
                using HttpResponseMessage answer = await http.PutAsync($"/blobs/{name}", new ByteArrayContent(content));
                if (answer.StatusCode != HttpStatusCode.Created)
                {
                    return;
                }

                confirmed[name] = content;
            }
            catch (HttpRequestException)
            {
                // The service takes no connections any more.
                return;
            }
        }
    }

    private static async Task<int> DamagedAsync(HttpClient http, ConcurrentDictionary<string, byte[]> confirmed)
    {
        int damaged = 0;
        foreach ((string name, byte[] content) in confirmed)
        {
            using HttpResponseMessage answer = await http.GetAsync($"/blobs/{name}");
            byte[] found = await answer.Content.ReadAsByteArrayAsync();
            damaged += answer.IsSuccessStatusCode && content.AsSpan().SequenceEqual(found) ? 0 : 1;
        }

        return damaged;
    }
}
