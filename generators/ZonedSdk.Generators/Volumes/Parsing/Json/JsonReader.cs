using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Volumes.Parsing.Json;

/// <summary>Reads JSON (RFC 8259) and keeps the position of everything. It stops at the first mistake and keeps what it has read until there.</summary>
internal sealed class JsonReader
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly string _text;
    private readonly CancellationToken _cancellationToken;
    private int _at;
    private int _depth;

    private JsonReader(string text, CancellationToken cancellationToken)
    {
        _text = text;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Mistake { get; private set; }

    /// <summary>Where that is.</summary>
    public TextSpan MistakeSpan { get; private set; }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool IsAtEnd => _at >= _text.Length;

    /// <summary>Reads a whole text; the value is null where not even its beginning could be read.</summary>
    public static (JsonValue? Value, JsonReader Reader) Read(string text, CancellationToken cancellationToken)
    {
        JsonReader reader = new(text, cancellationToken);
        if (reader.Current == ByteOrderMark)
        {
            reader._at++;
        }

        JsonValue? value = reader.ReadValue();
        reader.SkipSpace();
        if (reader.Mistake is null && !reader.IsAtEnd)
        {
            reader.Fail("the file goes on behind its value; remove what follows");
        }

        return (value, reader);
    }

    private JsonValue? ReadValue()
    {
        SkipSpace();
        _cancellationToken.ThrowIfCancellationRequested();
        switch (Current)
        {
            case '{':
                return ReadNested(JsonKind.Object);
            case '[':
                return ReadNested(JsonKind.List);
            case '"':
                JsonValue text = new(JsonKind.Text, _at);
                text.Text = ReadText();
                text.EndAt(_at);
                return Mistake is null ? text : null;
            case '-' or (>= '0' and <= '9'):
                return ReadNumber();
            default:
                return ReadWord();
        }
    }

    private JsonValue? ReadNested(JsonKind kind)
    {
        JsonValue value = new(kind, _at);
        if (++_depth > Limits.MaxFileDepth)
        {
            Fail(string.Format(CultureInfo.InvariantCulture, "objects and lists stand in one another {0} levels deep; {1} are allowed", _depth, Limits.MaxFileDepth));
            return value;
        }

        char end = kind == JsonKind.Object ? '}' : ']';
        _at++;
        SkipSpace();
        while (Mistake is null && Current != end)
        {
            if (kind == JsonKind.Object)
            {
                ReadMember(value);
            }
            else if (ReadValue() is { } item)
            {
                value.Items.Add(item);
            }

            SkipSpace();
            if (Mistake is null && Current == ',')
            {
                _at++;
                SkipSpace();
                if (Current == end)
                {
                    Fail($"a comma stands before '{end}'; remove it");
                }
            }
            else if (Mistake is null && Current != end)
            {
                Fail(IsAtEnd ? $"the file ends, and '{end}' is missing" : $"',' or '{end}' is missing");
            }
        }

        _at += Mistake is null ? 1 : 0;
        value.EndAt(_at);
        _depth--;
        return value;
    }

    private void ReadMember(JsonValue parent)
    {
        if (Current != '"')
        {
            Fail("a key in double quotes is missing");
            return;
        }

        int start = _at;
        string key = ReadText();
        TextSpan span = TextSpan.FromBounds(start, _at);
        SkipSpace();
        if (Mistake is null && Current != ':')
        {
            Fail("':' is missing behind a key");
        }

        if (Mistake is null)
        {
            _at++;
            if (ReadValue() is { } value)
            {
                parent.Members.Add(new JsonMember(key, span, value));
            }
        }
    }

    private string ReadText()
    {
        int start = _at++;
        StringBuilder text = new();
        while (Mistake is null && Current != '"')
        {
            if (IsAtEnd || Current < ' ')
            {
                Fail(IsAtEnd ? "the file ends within a text; '\"' is missing" : "a line ends or a control character stands within a text; write it as an escape", start);
            }
            else if (Current == '\\')
            {
                ReadEscape(text);
            }
            else
            {
                text.Append(_text[_at++]);
            }
        }

        _at += Mistake is null ? 1 : 0;
        return text.ToString();
    }

    private void ReadEscape(StringBuilder text)
    {
        int start = _at++;
        int simple = "\"\\/bfnrt".IndexOf(Current);
        if (!IsAtEnd && simple >= 0)
        {
            text.Append("\"\\/\b\f\n\r\t"[simple]);
            _at++;
            return;
        }

        bool isUnicode = Current == 'u' && _at + 4 < _text.Length;
        if (isUnicode && ushort.TryParse(_text.Substring(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
        {
            text.Append((char)unit);
            _at += 5;
            return;
        }

        Fail("there is no such escape; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits", start);
    }

    private JsonValue? ReadNumber()
    {
        JsonValue value = new(JsonKind.Number, _at);
        int start = _at;
        _at += Current == '-' ? 1 : 0;
        int first = _at;
        int digits = SkipDigits();
        bool isSound = digits == 1 || (digits > 1 && _text[first] != '0');
        if (Current == '.')
        {
            _at++;
            isSound &= SkipDigits() > 0;
        }

        if (Current is 'e' or 'E')
        {
            _at++;
            _at += Current is '+' or '-' ? 1 : 0;
            isSound &= SkipDigits() > 0;
        }

        value.Text = _text.Substring(start, _at - start);
        value.EndAt(_at);
        if (!isSound)
        {
            Fail("that is no number; JSON has no leading zeroes, and digits around '.' and behind 'e'", start);
        }

        return isSound ? value : null;
    }

    private JsonValue? ReadWord()
    {
        foreach ((string word, JsonKind kind) in new[] { ("true", JsonKind.Boolean), ("false", JsonKind.Boolean), ("null", JsonKind.Null) })
        {
            if (string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0)
            {
                JsonValue value = new(kind, _at) { Text = word };
                _at += word.Length;
                value.EndAt(_at);
                return value;
            }
        }

        Fail(IsAtEnd ? "the file ends where a value is missing" : Current == '/' ? "JSON has no comments; remove it" : "a value is missing");
        return null;
    }

    private int SkipDigits()
    {
        int start = _at;
        while (Current is >= '0' and <= '9')
        {
            _at++;
        }

        return _at - start;
    }

    private void SkipSpace()
    {
        while (Current is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    private void Fail(string mistake, int start = -1)
    {
        if (Mistake is not null)
        {
            return;
        }

        Mistake = mistake;
        int from = Math.Min(start < 0 ? _at : start, _text.Length);
        MistakeSpan = TextSpan.FromBounds(from, Math.Min(Math.Max(_at, from + 1), _text.Length));
    }
}
