using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Generators.Volumes.Parsing.Json;

/// <summary>A member of a JSON object.</summary>
internal sealed class JsonMember(string key, TextSpan keySpan, JsonValue value)
{
    public string Key { get; } = key;

    public TextSpan KeySpan { get; } = keySpan;

    public JsonValue Value { get; } = value;
}
