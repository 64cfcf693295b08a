using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Generators.Volumes.Parsing.Json;

/// <summary>A JSON value and where it stands.</summary>
internal sealed class JsonValue(JsonKind kind, int start)
{
    private int _end;

    public JsonKind Kind { get; } = kind;

    /// <summary>A text without quotes and escapes, or a number as it is written.</summary>
    public string Text { get; set; } = "";

    public List<JsonMember> Members { get; } = [];

    public List<JsonValue> Items { get; } = [];

    public TextSpan Span => TextSpan.FromBounds(start, Math.Max(start, _end));

    public void EndAt(int position) => _end = position;
}
