using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests;

/// <summary>The same bytes whatever the order of the files and whoever builds.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] s_parts =
    [
        "[BinaryLayout(8, Endian.Big), ReservedBits(1, 7, 2)] public readonly ref partial struct X { [Field(4)] public partial short B { get; } }",
        "[Reserved(2, 2)] public readonly ref partial struct X { [BitField(1, 1, 0)] public partial Kind A { get; } }",
        "public readonly ref partial struct X { [Field(6)] public partial short C { get; } [Field(0)] public partial byte D { get; } }",
        "public enum Kind { Zero, One, Two, Three }",
        "[BinaryLayout(9)] public readonly ref partial struct Y { [Field(4)] public partial short B { get; } }",
        "public readonly ref partial struct Y { [Field(0)] public partial Bytes A { get; } }",
    ];

    [Fact]
    public void The_order_of_the_files_does_not_matter()
    {
        IReadOnlyDictionary<string, string> expected = GeneratorRun.Of(s_parts).Sources;
        Assert.Equal(2, expected.Count);
        Random random = new(20);
        for (int round = 0; round < 20; round++)
        {
            string[] shuffled = [.. s_parts];
            random.Shuffle(shuffled);
            GeneratorRun run = GeneratorRun.Of(shuffled);
            Assert.Equal(expected, run.Sources);
            Assert.Equal(["ZSDK2001", "ZSDK2005", "ZSDK2006"], run.Ids.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    public void The_culture_does_not_matter(string name)
    {
        // A culture that this machine does not know would make the test say nothing.
        CultureInfo culture = CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        Assert.Equal("fi-FI" == name ? "\u2212" : ",", name == "fi-FI" ? culture.NumberFormat.NegativeSign : culture.NumberFormat.NumberDecimalSeparator);
        CultureInfo before = CultureInfo.CurrentCulture;
        string[] inputs = [.. Golden.Names.Select(Golden.Input), string.Join("\n", s_parts), "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct Iİıi { [Field(-1)] public partial byte Iİıi2 { get; } }"];
        try
        {
            foreach (string input in inputs)
            {
                GeneratorRun expected = GeneratorRun.Of(input);
                CultureInfo.CurrentCulture = culture;
                CultureInfo.CurrentUICulture = culture;
                GeneratorRun run = GeneratorRun.Of(input);
                Assert.Equal(expected.Sources, run.Sources);
                Assert.Equal(expected.Diagnostics.Select(Message), run.Diagnostics.Select(Message));
                CultureInfo.CurrentCulture = before;
                CultureInfo.CurrentUICulture = before;
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void The_files_end_their_lines_the_same_way_everywhere()
    {
        foreach (string input in Golden.Names.Select(Golden.Input))
        {
            Assert.All(GeneratorRun.Of(input.Replace("\n", "\r\n", StringComparison.Ordinal)).Sources.Values, text => Assert.DoesNotContain("\r", text, StringComparison.Ordinal));
        }
    }

    private static string Message(Microsoft.CodeAnalysis.Diagnostic diagnostic) => diagnostic.Id + diagnostic.GetMessage(CultureInfo.InvariantCulture);
}
