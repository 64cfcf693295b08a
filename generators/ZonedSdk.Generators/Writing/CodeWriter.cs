using System.Text;

namespace ZonedSdk.Generators.Writing;

/// <summary>Text with indentation and LF line ends. It knows nothing of what it writes.</summary>
internal sealed class CodeWriter
{
    private const int SpacesPerLevel = 4;

    // A volume of three regions; a builder that starts small copies what it has more than a dozen times on the way there.
    private const int TypicalLength = 20_000;

    private readonly StringBuilder _text = new(TypicalLength);
    private int _level;

    public void Line() => _text.Append('\n');

    public void Line(string text)
    {
        if (text.Length > 0)
        {
            _text.Append(' ', _level * SpacesPerLevel).Append(text);
        }

        _text.Append('\n');
    }

    public void Open(string header)
    {
        Line(header);
        Line("{");
        _level++;
    }

    public void Close(string end = "}")
    {
        _level--;
        Line(end);
    }

    public void Summary(string text) => Line($"/// <summary>{text}</summary>");

    public override string ToString() => _text.ToString();
}
