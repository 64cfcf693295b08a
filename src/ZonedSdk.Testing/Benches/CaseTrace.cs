namespace ZonedSdk.Testing.Benches;

/// <summary>What was done in a case and what came of it. A line stands where the operation began; its end is filled in when it ends.</summary>
internal sealed class CaseTrace
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>Many threads at once have no order that could be compared: nothing is written then.</summary>
    public bool IsPaused { get; set; }

    public string[] Lines()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }

    public void Add(string line) => Begin(line);

    /// <summary>Writes that something began.</summary>
    /// <returns>The line's index; -1 while paused.</returns>
    public int Begin(string what)
    {
        if (IsPaused)
        {
            return -1;
        }

        lock (_gate)
        {
            _lines.Add(what);
            return _lines.Count - 1;
        }
    }

    public void End(int line, string outcome)
    {
        if (line < 0)
        {
            return;
        }

        lock (_gate)
        {
            _lines[line] = $"{_lines[line]}: {outcome}";
        }
    }
}
