using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZonedSdk.Cli;

/// <summary>Writes a drive's figures as a descriptor file, from which the generator makes a typed volume (<c>[ZonedVolume(FromFile = ...)]</c>).</summary>
internal static class CaptureCommand
{
    private const string Schema = "https://raw.githubusercontent.com/zonedsdk/zonedsdk/main/src/ZonedSdk/buildTransitive/zoned-volume.schema.json";

    public static async Task<int> RunAsync(string path, CaptureOptions options, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        ZonedDevice device = await DeviceOpener.OpenForLookingAsync(path, cancellationToken).ConfigureAwait(false);
        string descriptor;
        await using (device.ConfigureAwait(false))
        {
            DriveShape shape = await DriveShape.OfAsync(device, cancellationToken).ConfigureAwait(false);
            descriptor = Write(device, shape, options.Flavour);
            foreach (string remark in Remarks(device, shape, options.Flavour))
            {
                await errors.WriteLineAsync(remark).ConfigureAwait(false);
            }
        }

        if (options.OutputPath is not { } file)
        {
            await output.WriteAsync(descriptor).ConfigureAwait(false);
            return ExitCode.Done;
        }

        var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(descriptor), cancellationToken).ConfigureAwait(false);
        }

        await output.WriteLineAsync($"Wrote {file}.").ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static string Write(ZonedDevice device, DriveShape shape, ZoneFlavour? flavour)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            (Geometry geometry, Limits limits) = (device.Geometry, device.Limits);
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("name", device.Name);
            json.WriteString("model", shape.Runs.Any(static run => run.Type == ZoneType.SequentialWritePreferred) ? "host-aware" : "host-managed");
            json.WriteString("flavour", (flavour ?? GuessFlavour(limits)) == ZoneFlavour.Zns ? "zns" : "zbc");
            json.WriteString("target", long.IsPow2(geometry.ZoneSizeBytes) ? "linux" : "emulated");
            json.WriteNumber("zoneSize", geometry.ZoneSizeBytes);
            if (shape.Capacities.Count > 0 && shape.Capacities[0].CapacityBytes != geometry.ZoneSizeBytes)
            {
                json.WriteNumber("zoneCapacity", shape.Capacities[0].CapacityBytes);
            }

            json.WriteNumber("zoneCount", geometry.ZoneCount);
            json.WriteNumber("logicalBlockSize", geometry.BlockSizeBytes);
            WriteNonZero(json, "maxOpenZones", limits.MaxOpenZones);
            WriteNonZero(json, "maxActiveZones", limits.MaxActiveZones);
            WriteZones(json, shape);
            json.WriteStartObject("sources");
            json.WriteString("all", string.Create(CultureInfo.InvariantCulture, $"what {device.Name}, {device.Identity.Value}, said of itself"));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return $"{Encoding.UTF8.GetString(buffer.ToArray())}\n";
    }

    private static void WriteNonZero(Utf8JsonWriter json, string name, int value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }

    // Conventional zones at the beginning are a number. Anywhere else they are regions.
    private static void WriteZones(Utf8JsonWriter json, DriveShape shape)
    {
        bool isPlain = shape.Runs.Count(static run => run.Type != ZoneType.Conventional) == 1 && shape.Runs[^1].Type != ZoneType.Conventional;
        if (isPlain)
        {
            WriteNonZero(json, "conventionalZones", shape.Runs[^1].FirstZone);
            return;
        }

        json.WriteStartArray("regions");
        foreach ((ZoneType type, int firstZone, int zoneCount) in shape.Runs)
        {
            json.WriteStartObject();
            json.WriteString("name", string.Create(CultureInfo.InvariantCulture, $"{(type == ZoneType.Conventional ? "Conventional" : "Sequential")}From{firstZone}"));
            json.WriteNumber("zoneCount", zoneCount);
            json.WriteString("type", ConditionText.Of(type));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // What a drive does not say, and what a descriptor cannot.
    private static IEnumerable<string> Remarks(ZonedDevice device, DriveShape shape, ZoneFlavour? flavour)
    {
        if (flavour is null)
        {
            yield return $"The flavour is a guess from the limits ({GuessFlavour(device.Limits)}: only ZNS limits active zones). Say --flavour where it is another one.";
        }

        if (shape.Capacities.Count > 1)
        {
            yield return $"Zones differ in capacity ({string.Join(", ", shape.Capacities.Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.CapacityBytes} in {c.ZoneCount}")))}); the descriptor has the most frequent one.";
        }
    }

    private static ZoneFlavour GuessFlavour(Limits limits) => limits.MaxActiveZones > 0 ? ZoneFlavour.Zns : ZoneFlavour.Zbc;
}
