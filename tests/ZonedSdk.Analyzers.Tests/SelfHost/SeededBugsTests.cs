using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Analyzers.Rules;

namespace ZonedSdk.Analyzers.Tests.SelfHost;

/// <summary>Each seeded bug found by the rule that it was written for, in the file that it was put into.</summary>
public sealed class SeededBugsTests
{
    private static readonly ConcurrentDictionary<string, Task<string[]>> s_caught = new(StringComparer.Ordinal);
    private static readonly SortedDictionary<string, SeededBug> s_bugs = Load();

    private static string Folder => Path.Combine(RuntimeSources.Root, "tests", "ZonedSdk.Analyzers.Tests", "SelfHost");

    public static TheoryData<string> Names() => new(s_bugs.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_bug_compiles_and_its_rule_reports_it(string name)
    {
        SeededBug bug = s_bugs[name];
        string[] found = await FindAsync(bug);
        if (!IsPending(bug))
        {
            Assert.Contains(bug.Rule, found);
        }
    }

    [Fact]
    public void Every_rule_of_the_protocol_has_at_least_two_bugs()
    {
        string[] lonely = [.. RuleIds().Where(static id => string.CompareOrdinal(id, "ZSDK4010") >= 0).Where(static id => s_bugs.Values.Count(b => b.Rule == id) < 2)];
        Assert.Empty(lonely);
    }

    [Fact]
    public async Task The_table_says_what_catches_each_bug()
    {
        var table = new StringBuilder("| bug | expected | reported |\n|---|---|---|\n");
        foreach (SeededBug bug in s_bugs.Values)
        {
            string[] found = await FindAsync(bug);
            string caught = IsPending(bug) ? $"pending: there is no {bug.Rule} yet" : string.Join(", ", found);
            table.Append(CultureInfo.InvariantCulture, $"| {bug.Name} | {bug.Rule} | {caught} |\n");
        }

        string written = await File.ReadAllTextAsync(Path.Combine(Folder, "SeededBugs", "README.md"));
        Assert.True(written.Contains(table.ToString(), StringComparison.Ordinal), $"SeededBugs/README.md must contain this table:\n{table}");
    }

    // A bug whose rule is still to be written is not skipped: it must compile, and its day comes with the rule.
    private static bool IsPending(SeededBug bug) => !RuleIds().Contains(bug.Rule) && bug.Rule != "explorer";

    private static HashSet<string> RuleIds() => [.. AllRules.Create().Select(static r => r.Descriptor.Id)];

    private static Task<string[]> FindAsync(SeededBug bug) => s_caught.GetOrAdd(bug.Name, _ => AnalyseAsync(bug));

    private static async Task<string[]> AnalyseAsync(SeededBug bug)
    {
        CSharpCompilation compilation = RuntimeSources.With(bug);
        HashSet<string> files = [.. bug.Edits.Select(static e => e.File)];
        Diagnostic[] errors = [.. RuntimeSources.ErrorsOf(compilation, files)];
        Assert.True(errors.Length == 0, $"{bug.Name} does not compile, so the language prevents it: {string.Join('\n', errors.Take(3))}");
        if (IsPending(bug))
        {
            return [];
        }

        // Only the order of locks is judged at the compilation's end, from all files together.
        List<Diagnostic> findings = bug.Rule == "ZSDK4061" ? [.. await RuntimeSources.FindingsInAsync(compilation)] : [];
        foreach (string file in bug.Rule == "ZSDK4061" ? [] : files)
        {
            findings.AddRange(await RuntimeSources.FindingsInFileAsync(compilation, file));
        }

        return [.. findings.Where(d => d.Location.SourceTree is { } tree && files.Contains(tree.FilePath)).Select(static d => d.Id).Distinct().Order(StringComparer.Ordinal)];
    }

    private static SortedDictionary<string, SeededBug> Load()
    {
        var bugs = new SortedDictionary<string, SeededBug>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Folder, "SeededBugs"), "*.txt"))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            bugs.Add(name, SeededBug.Parse(name, File.ReadAllText(path)));
        }

        return bugs;
    }
}
