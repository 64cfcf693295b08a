using System.Text;
using System.Text.Json;

namespace ZonedSdk.Cli;

/// <summary>A report for programs. What stands in it is described in README.md: names and meanings stay as they are, and what is new gets new names.</summary>
internal static class ReportJson
{
    private const int SchemaVersion = 1;

    // So much is gathered before it goes out: a drive may have a hundred thousand zones.
    private const int FlushBytes = 64 << 10;

    public static async Task WriteAsync(ZonedDevice device, IAsyncEnumerable<ZoneInfo> zones, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("schema", SchemaVersion);
        WriteDevice(json, device);
        json.WriteStartArray("zones");
        await foreach (ZoneInfo zone in zones.ConfigureAwait(false))
        {
            WriteZone(json, zone);
            if (buffer.Length + json.BytesPending > FlushBytes)
            {
                await EmptyAsync(json, buffer, output).ConfigureAwait(false);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await EmptyAsync(json, buffer, output).ConfigureAwait(false);
        await output.WriteLineAsync().ConfigureAwait(false);
    }

    private static async Task EmptyAsync(Utf8JsonWriter json, MemoryStream buffer, TextWriter output)
    {
        await json.FlushAsync().ConfigureAwait(false);
        await output.WriteAsync(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length)).ConfigureAwait(false);
        buffer.SetLength(0);
    }

    private static void WriteDevice(Utf8JsonWriter json, ZonedDevice device)
    {
        json.WriteStartObject("device");
        json.WriteString("name", device.Name);
        json.WriteString("identity", device.Identity.Value);
        json.WriteNumber("sizeBytes", device.Geometry.SizeBytes);
        json.WriteNumber("blockSizeBytes", device.Geometry.BlockSizeBytes);
        json.WriteNumber("zoneSizeBytes", device.Geometry.ZoneSizeBytes);
        json.WriteNumber("zoneCount", device.Geometry.ZoneCount);
        json.WriteNumber("maxOpenZones", device.Limits.MaxOpenZones);
        json.WriteNumber("maxActiveZones", device.Limits.MaxActiveZones);
        json.WriteEndObject();
    }

    private static void WriteZone(Utf8JsonWriter json, in ZoneInfo zone)
    {
        json.WriteStartObject();
        json.WriteNumber("index", zone.Index);
        json.WriteString("type", ConditionText.Of(zone.Type));
        json.WriteString("condition", ConditionText.Of(zone.Condition));
        json.WriteNumber("start", zone.Start);
        json.WriteNumber("lengthBytes", zone.LengthBytes);
        json.WriteNumber("capacityBytes", zone.CapacityBytes);
        if (zone.HasValidWritePointer)
        {
            json.WriteNumber("writePointer", zone.WritePointer);
        }
        else
        {
            json.WriteNull("writePointer");
        }

        json.WriteBoolean("resetRecommended", zone.ResetRecommended);
        json.WriteBoolean("finishRecommended", zone.FinishRecommended);
        json.WriteBoolean("nonSequential", zone.NonSequential);
        json.WriteEndObject();
    }
}
