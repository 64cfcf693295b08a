using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ZonedSdk.KernelTests.Runner;

/// <summary>A report in the format of <c>dotnet test --logger trx</c>, as far as its readers look: the results, the assembly, the times and the counters.</summary>
internal static class TrxReport
{
    private static readonly XNamespace s_schema = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    // Fixed by the format: a unit test, and the list of results that are in no list.
    private const string UnitTestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";
    private const string NoList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";

    /// <summary>Writes the report of one run.</summary>
    public static void Write(string path, Assembly assembly, IReadOnlyList<TestOutcome> outcomes, DateTimeOffset start, DateTimeOffset finish)
    {
        string storage = $"{assembly.GetName().Name}.dll on Linux {Environment.OSVersion.Version.ToString(2)}";
        int passed = outcomes.Count(outcome => outcome.Outcome == TestOutcome.Passed);
        int failed = outcomes.Count(outcome => outcome.Outcome == TestOutcome.Failed);
        var report = new XElement(
            s_schema + "TestRun",
            new XAttribute("id", IdOf(storage + start.ToString("O"))),
            new XAttribute("name", storage),
            new XElement(s_schema + "Times", new XAttribute("creation", Text(start)), new XAttribute("start", Text(start)), new XAttribute("finish", Text(finish))),
            new XElement(s_schema + "Results", outcomes.Select((outcome, index) => Result(outcome, index))),
            new XElement(s_schema + "TestDefinitions", outcomes.Select((outcome, index) => Definition(outcome, index, storage))),
            new XElement(s_schema + "TestEntries", outcomes.Select((outcome, index) => Entry(outcome, index))),
            new XElement(s_schema + "TestLists", new XElement(s_schema + "TestList", new XAttribute("name", "Results Not in a List"), new XAttribute("id", NoList))),
            new XElement(
                s_schema + "ResultSummary",
                new XAttribute("outcome", passed == outcomes.Count ? "Completed" : "Failed"),
                new XElement(
                    s_schema + "Counters",
                    new XAttribute("total", outcomes.Count),
                    new XAttribute("executed", passed + failed),
                    new XAttribute("passed", passed),
                    new XAttribute("failed", failed))));
        File.WriteAllText(path, $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{report}\n");
    }

    private static XElement Result(TestOutcome outcome, int index)
    {
        var result = new XElement(
            s_schema + "UnitTestResult",
            new XAttribute("executionId", IdOf($"execution {index} {outcome.Name}")),
            new XAttribute("testId", IdOf($"test {index} {outcome.Name}")),
            new XAttribute("testName", Clean(outcome.Name)),
            new XAttribute("duration", outcome.Duration.ToString("c")),
            new XAttribute("startTime", Text(outcome.Start)),
            new XAttribute("endTime", Text(outcome.Start + outcome.Duration)),
            new XAttribute("testType", UnitTestType),
            new XAttribute("outcome", outcome.Outcome),
            new XAttribute("testListId", NoList));
        var output = new XElement(s_schema + "Output");
        if (outcome.Output.Length > 0)
        {
            output.Add(new XElement(s_schema + "StdOut", Clean(outcome.Output)));
        }

        if (outcome.Message is not null)
        {
            output.Add(new XElement(
                s_schema + "ErrorInfo",
                new XElement(s_schema + "Message", Clean(outcome.Message)),
                new XElement(s_schema + "StackTrace", Clean(outcome.StackTrace ?? ""))));
        }

        if (output.HasElements)
        {
            result.Add(output);
        }

        return result;
    }

    private static XElement Definition(TestOutcome outcome, int index, string storage) => new(
        s_schema + "UnitTest",
        new XAttribute("name", Clean(outcome.Name)),
        new XAttribute("storage", storage),
        new XAttribute("id", IdOf($"test {index} {outcome.Name}")),
        new XElement(s_schema + "Execution", new XAttribute("id", IdOf($"execution {index} {outcome.Name}"))));

    private static XElement Entry(TestOutcome outcome, int index) => new(
        s_schema + "TestEntry",
        new XAttribute("testId", IdOf($"test {index} {outcome.Name}")),
        new XAttribute("executionId", IdOf($"execution {index} {outcome.Name}")),
        new XAttribute("testListId", NoList));

    private static Guid IdOf(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static string Text(DateTimeOffset time) => time.ToString("O");

    // What a program printed may hold characters that XML has no way to say.
    private static string Clean(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
