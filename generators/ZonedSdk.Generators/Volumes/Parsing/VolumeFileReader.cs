using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Generators.Volumes.Parsing.Json;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>From a descriptor file's values to figures and regions. Whatever is unknown or of another type is reported where it stands.</summary>
internal sealed class VolumeFileReader(VolumeContext context, Func<TextSpan, Location> place)
{
    private static readonly string[] s_keys =
    [
        "name", "model", "flavour", "zoneSize", "zoneCapacity", "zoneCount", "logicalBlockSize", "writeGranularity", "conventionalZones", "maxOpenZones", "maxActiveZones", "maxAppendSize", "serialPattern", "target", "sources", "regions",
    ];

    private static readonly string[] s_regionKeys = ["name", "zoneCount", "oneIn", "firstZone", "type", "write", "maxOpen"];
    private static readonly string[] s_models = ["host-managed", "host-aware"];
    private static readonly string[] s_flavours = ["zbc", "zns"];
    private static readonly string[] s_targets = ["linux", "emulated"];
    private static readonly string[] s_types = ["conventional", "sequential-write-required", "sequential-write-preferred"];
    private static readonly string[] s_modes = ["append", "at-write-pointer", "random", "none"];
    private static readonly string[] s_rests = ["rest", "rest-conventional"];
    private static readonly string[] s_units = ["KiB", "MiB", "GiB", "TiB"];

    public void Read(JsonValue root)
    {
        if (root.Kind != JsonKind.Object)
        {
            Report(root.Span, "A descriptor file is an object: { \"model\": ... }");
            return;
        }

        Dictionary<string, JsonValue> values = Members(root, s_keys);
        context.Figures = new VolumeFigures
        {
            Model = Word(values, "model", s_models) + 1,
            Flavour = Word(values, "flavour", s_flavours),
            ZoneSize = Bytes(values, "zoneSize"),
            ZoneCapacity = Bytes(values, "zoneCapacity"),
            ZoneCount = Count(values, "zoneCount"),
            LogicalBlockSize = Bytes(values, "logicalBlockSize"),
            WriteGranularity = Bytes(values, "writeGranularity"),
            ConventionalZones = Count(values, "conventionalZones"),
            MaxOpenZones = Count(values, "maxOpenZones"),
            MaxActiveZones = Count(values, "maxActiveZones"),
            MaxAppendSize = Bytes(values, "maxAppendSize"),
            SerialPattern = Text(values, "serialPattern"),
            Target = Word(values, "target", s_targets),
        };
        _ = Text(values, "name");
        CheckSources(values);
        if (values.TryGetValue("regions", out JsonValue? regions) && Is(regions, JsonKind.List, "a list of regions") && context.Regions.Count == 0)
        {
            context.Regions.AddRange(regions.Items.Select(ReadRegion));
        }
    }

    private RegionDeclaration ReadRegion(JsonValue region)
    {
        Location line = place(region.Span);
        if (!Is(region, JsonKind.Object, "a region: { \"name\": ... }"))
        {
            return new RegionDeclaration(null, null, null, null, null, null, null, context.Declaration.Place, line);
        }

        Dictionary<string, JsonValue> values = Members(region, s_regionKeys);
        if (!values.ContainsKey("name"))
        {
            Report(region.Span, "The region has no name; add \"name\"");
        }

        // The rest may be written as a word, as at the type.
        long? rest = values.TryGetValue("zoneCount", out JsonValue? count) && count.Kind == JsonKind.Text && Array.IndexOf(s_rests, count.Text) is >= 0 and { } index ? -1 - index : null;
        return new RegionDeclaration(
            Text(values, "name"),
            rest ?? Count(values, "zoneCount"),
            Count(values, "oneIn"),
            Count(values, "firstZone"),
            Word(values, "type", s_types) + 1,
            Word(values, "write", s_modes) + 1,
            Count(values, "maxOpen"),
            context.Declaration.Place,
            line);
    }

    // Where a figure comes from is for readers; that it is text for text is all that is asked.
    private void CheckSources(Dictionary<string, JsonValue> values)
    {
        if (values.TryGetValue("sources", out JsonValue? sources) && Is(sources, JsonKind.Object, "an object of texts"))
        {
            foreach (JsonMember source in sources.Members)
            {
                Is(source.Value, JsonKind.Text, "a text");
            }
        }
    }

    private Dictionary<string, JsonValue> Members(JsonValue parent, string[] known)
    {
        Dictionary<string, JsonValue> values = new(StringComparer.Ordinal);
        foreach (JsonMember member in parent.Members)
        {
            if (values.ContainsKey(member.Key))
            {
                Report(member.KeySpan, $"The key {Quoted(member.Key)} stands here twice; remove one");
            }
            else if (known.Contains(member.Key))
            {
                values.Add(member.Key, member.Value);
            }
            else if (!member.Key.StartsWith("$", StringComparison.Ordinal))
            {
                Report(member.KeySpan, $"There is no key {Quoted(member.Key)}{Spelling.Suggest(member.Key, known)} (known are {string.Join(", ", known)})");
            }
        }

        return values;
    }

    private long? Count(Dictionary<string, JsonValue> values, string key) =>
        values.TryGetValue(key, out JsonValue? value) && Is(value, JsonKind.Number, "a whole number") ? Whole(value, value.Text, 1) : null;

    /// <summary>A number of bytes, or a text such as "256 MiB".</summary>
    private long? Bytes(Dictionary<string, JsonValue> values, string key)
    {
        if (!values.TryGetValue(key, out JsonValue? value))
        {
            return null;
        }

        if (value.Kind != JsonKind.Text)
        {
            return Is(value, JsonKind.Number, "a number of bytes, or a text such as \"256 MiB\"") ? Whole(value, value.Text, 1) : null;
        }

        string[] parts = value.Text.Split(' ');
        int unit = parts.Length == 2 ? Array.IndexOf(s_units, parts[1]) : -1;
        if (unit >= 0)
        {
            return Whole(value, parts[0], 1L << (10 * (unit + 1)));
        }

        Report(value.Span, $"{Quoted(value.Text)} is no number of bytes; write a number, or a whole number and one of {string.Join(", ", s_units)}{(parts.Length == 2 ? Spelling.Suggest(parts[1], s_units) : "")}");
        return null;
    }

    private long? Whole(JsonValue value, string text, long unit)
    {
        bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
        if (isWhole && number <= long.MaxValue / unit && number >= long.MinValue / unit)
        {
            return number * unit;
        }

        Report(value.Span, $"{Shorten(text)} is no whole number of 63 bits; write one without fraction and exponent");
        return null;
    }

    private string? Text(Dictionary<string, JsonValue> values, string key) =>
        values.TryGetValue(key, out JsonValue? value) && Is(value, JsonKind.Text, "a text") ? value.Text : null;

    private long? Word(Dictionary<string, JsonValue> values, string key, string[] words)
    {
        if (Text(values, key) is not { } text)
        {
            return null;
        }

        int index = Array.IndexOf(words, text);
        if (index >= 0)
        {
            return index;
        }

        Report(values[key].Span, $"{Quoted(text)} is none of {string.Join(", ", words)}{Spelling.Suggest(text, words)}");
        return null;
    }

    private bool Is(JsonValue value, JsonKind kind, string wanted)
    {
        if (value.Kind == kind)
        {
            return true;
        }

        Report(value.Span, $"This is {Name(value.Kind)}, and {wanted} is wanted");
        return false;
    }

    // What could not be read is missing for a reason, so that its absence is no mistake of its own.
    private void Report(TextSpan span, string message)
    {
        context.ReportFile(place(span), message);
        context.MarkIncomplete();
    }

    private static string Quoted(string text) => SymbolDisplay.FormatLiteral(Shorten(text), quote: true);

    private static string Shorten(string text) => text.Length <= 64 ? text : text.Substring(0, 61) + "...";

    private static string Name(JsonKind kind) => kind switch
    {
        JsonKind.Object => "an object",
        JsonKind.List => "a list",
        JsonKind.Text => "a text",
        JsonKind.Number => "a number",
        JsonKind.Boolean => "true or false",
        _ => "null",
    };
}
