using System.Buffers;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Takes the marks out of a source: <c>[|...|]</c>, <c>{|name:...|}</c> with an end that may repeat a number as <c>|#0}</c>, and <c>$$</c>.
/// Marks nest; only numbered ones may overlap.
/// </summary>
internal sealed class MarkupReader
{
    private static readonly SearchValues<char> s_nameEnds = SearchValues.Create(":|[]{}");

    private readonly string _input;
    private readonly bool _positionsAreCode;
    private readonly StringBuilder _output = new();
    private readonly List<Open> _open = [];
    private readonly List<MarkedSpan> _spans = [];
    private readonly List<int> _positions = [];
    private int _index;

    private MarkupReader(string input, bool positionsAreCode)
    {
        _input = input;
        _positionsAreCode = positionsAreCode;
    }

    public static MarkedSource Read(string input, bool positionsAreCode)
    {
        var reader = new MarkupReader(input, positionsAreCode);
        reader.Read();
        var spans = reader._spans.OrderBy(marked => marked.Span.Start).ThenByDescending(marked => marked.Span.Length);
        return new MarkedSource(reader._output.ToString(), [.. spans], [.. reader._positions]);
    }

    private void Read()
    {
        while (_index < _input.Length)
        {
            if (!TryReadMark())
                _output.Append(_input[_index++]);
        }

        if (_open.Count > 0)
            throw new ArgumentException($"The mark '{_open[^1].Text}' at offset {_open[^1].Offset} of the marked source has no end.");

        foreach (var twice in _spans.Where(marked => marked.Name.StartsWith('#')).GroupBy(marked => marked.Name).Where(group => group.Count() > 1))
            throw new ArgumentException($"The source has the numbered mark '{twice.Key}' {twice.Count()} times.");
    }

    private bool TryReadMark()
    {
        if (!_positionsAreCode && At("$$"))
        {
            _positions.Add(_output.Length);
            _index += 2;
            return true;
        }

        // "[|]" and "{|}" behind an open mark are a bracket and the mark's end: an empty mark would be "[||]".
        if (At("[|") && !(At("[|]") && Innermost == "[|"))
            return Start("", "[|", 2);

        if (At("{|") && NameLength() is var length and > 0)
            return Start(_input.Substring(_index + 2, length), "{|", length + 3);

        if (At("|]"))
            return End(_open.Count - 1, "[|", 2);

        if (At("|}"))
            return End(_open.Count - 1, "{|", 2);

        if (At("|#") && NumberedEndLength() is var digits and > 0)
        {
            var name = _input.Substring(_index + 1, digits + 1);
            return End(_open.FindIndex(open => open.Name == name), "{|", digits + 3);
        }

        return false;
    }

    private string? Innermost => _open.Count == 0 ? null : _open[^1].Text;

    private bool At(string text) => string.CompareOrdinal(_input, _index, text, 0, text.Length) == 0;

    private int NameLength()
    {
        var start = _index + 2;
        var end = _input.AsSpan(start).IndexOfAny(s_nameEnds);
        return end > 0 && _input[start + end] == ':' ? end : 0;
    }

    private int NumberedEndLength()
    {
        var start = _index + 2;
        var end = start;
        while (end < _input.Length && char.IsAsciiDigit(_input[end]))
            end++;

        return end > start && end < _input.Length && _input[end] == '}' ? end - start : 0;
    }

    private bool Start(string name, string text, int length)
    {
        _open.Add(new Open(name, text, _output.Length, _index));
        _index += length;
        return true;
    }

    private bool End(int openIndex, string startText, int length)
    {
        if (openIndex < 0 || _open[openIndex].Text != startText)
        {
            var end = _input.Substring(_index, length);
            throw new ArgumentException($"The mark's end '{end}' at offset {_index} of the marked source has no start of its kind.");
        }

        var open = _open[openIndex];
        _open.RemoveAt(openIndex);
        _spans.Add(new MarkedSpan(open.Name, TextSpan.FromBounds(open.Start, _output.Length)));
        _index += length;
        return true;
    }

    private readonly record struct Open(string Name, string Text, int Start, int Offset);
}
