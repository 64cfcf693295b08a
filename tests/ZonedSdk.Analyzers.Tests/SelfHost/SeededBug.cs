namespace ZonedSdk.Analyzers.Tests.SelfHost;

/// <summary>One file of <c>SeededBugs</c>; the format stands in the folder's README.</summary>
internal sealed record SeededBug(string Name, string Rule, string What, IReadOnlyList<SeededBug.Edit> Edits)
{
    public static SeededBug Parse(string name, string text)
    {
        (string rule, string what, string file) = ("", "", "");
        List<Edit> edits = [];
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line == "<<<<")
            {
                int middle = Array.IndexOf(lines, "====", i);
                int end = Array.IndexOf(lines, ">>>>", i);
                Assert.True(middle > i && end > middle && file.Length > 0, $"{name}: line {i + 1} begins an edit without '====', '>>>>' or a file before it.");
                edits.Add(new Edit(file, Join(lines[(i + 1)..middle]), Join(lines[(middle + 1)..end])));
                i = end;
            }
            else if (line.Split(": ", 2) is [var key, var value])
            {
                (rule, what, file) = key switch
                {
                    "rule" => (value.Trim(), what, file),
                    "what" => (rule, value.Trim(), file),
                    "file" => (rule, what, value.Trim()),
                    _ => throw new InvalidDataException($"{name}: line {i + 1} has the unknown key '{key}'."),
                };
            }
        }

        Assert.True(rule.Length > 0 && what.Length > 0 && edits.Count > 0, $"{name} lacks its rule, its sentence or its edits.");
        return new SeededBug(name, rule, what, edits);
    }

    private static string Join(string[] lines) => string.Join('\n', lines);

    /// <summary>Replaces one text, which occurs exactly once in the file.</summary>
    internal sealed record Edit(string File, string Old, string New);
}
