using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests;

/// <summary>What an edit makes run again. A keystroke elsewhere must cost nothing, and a change must never be missed.</summary>
public sealed class IncrementalTests
{
    private const string Layout = """
        [BinaryLayout(4, Endian.Little), Reserved(3, 1)]
        public readonly ref partial struct Frame
        {
            [Field(0)] public partial ushort Length { get; }
            [Field(2)] public partial Kind Kind { get; }
        }
        """;

    private const string Wrong = """
        [BinaryLayout(4, Endian.Little)]
        public readonly ref partial struct Broken
        {
            [Field(2)] public partial ushort Length { get; }
        }
        """;

    private const string Enum = "public enum Kind : byte { None, Data }";

    private const string Other = "public static class Other { public static int One() => 1; }";

    // File numbers: 0 the usings, 1 the layout, 2 the wrong layout, 3 the enum, 4 the unrelated file.
    public static TheoryData<string, int, string, string, string, string> Edits => new()
    {
        // edit, file, the text that replaces it, then: models, diagnostics, outputs
        { "nothing", 4, Other, "Cached", "Cached", "Cached" },
        { "a body in another file", 4, "public static class Other { public static int One() => 2; }", "Cached", "Cached", "Cached" },
        { "a member in another file", 4, "public static class Other { public static int One() => 1; public static int Two() => 2; }", "Cached", "Cached", "Cached" },
        { "a type in another file", 4, Other + " public class Another;", "Cached", "Cached", "Cached" },
        { "a comment in front of the layout", 1, "// A comment.\n" + Layout, "Cached", "Cached", "Cached" },
        { "blanks within the layout", 1, Layout.Replace("[Field(2)]", "   [Field(2)]", StringComparison.Ordinal), "Cached", "Cached", "Cached" },
        { "another type in the layout's file", 1, Layout + "\npublic class Another;", "Cached", "Cached", "Cached" },
        { "a member of the layout that is no field", 1, Layout.Replace("[Field(2)]", "public bool IsEmpty => Length == 0; [Field(2)]", StringComparison.Ordinal), "Cached", "Cached", "Cached" },
        { "a field's name", 1, Layout.Replace(" Length ", " Size2 ", StringComparison.Ordinal), "Cached Modified", "Cached", "Cached Modified" },
        { "an offset", 1, Layout.Replace("Field(2)", "Field(3)", StringComparison.Ordinal).Replace("Reserved(3", "Reserved(2", StringComparison.Ordinal), "Cached Modified", "Cached", "Cached Modified" },
        { "the byte order", 1, Layout.Replace("Little", "Big", StringComparison.Ordinal), "Cached Modified", "Cached", "Cached Modified" },
        { "a value of the enum in another file", 3, "public enum Kind : byte { None, Data, More }", "Cached Modified", "Cached", "Cached Modified" },
        { "the layout's removal", 1, "", "Modified Removed", "New Removed", "Cached Modified New Removed" },
        { "a layout in the unrelated file", 4, "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct New { [Field(0)] public partial byte A { get; } }", "Cached New", "Cached", "Cached New" },
        { "a move of the wrong layout", 2, "\n\n" + Wrong, "Cached", "Modified", "Cached Modified" },
        { "a correction of the wrong layout", 2, Wrong.Replace("Field(2)", "Reserved(0, 2)]\n[Field(2)", StringComparison.Ordinal).Replace("[Reserved(0, 2)]\n", "", StringComparison.Ordinal).Replace("[BinaryLayout(4, Endian.Little)]", "[BinaryLayout(4, Endian.Little), Reserved(0, 2)]", StringComparison.Ordinal), "Cached Modified", "Removed", "Cached Modified Removed" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_runs_what_depends_on_it_and_nothing_else(string edit, int file, string text, string models, string diagnostics, string outputs)
    {
        CSharpCompilation before = Compilations.Create(Layout, Wrong, Enum, Other);
        GeneratorRun first = GeneratorRun.Of(before);
        Assert.Equal(2, first.Sources.Count);
        Assert.Equal(["ZSDK2002"], first.Ids);

        SyntaxTree old = before.SyntaxTrees[file];
        CSharpCompilation after = before.ReplaceSyntaxTree(old, old.WithChangedText(SourceText.From(text, System.Text.Encoding.UTF8)));
        GeneratorRun second = GeneratorRun.Of(first.Driver, after);

        Assert.Equal($"{edit}: {models}", $"{edit}: {Steps.Reasons(second, "LayoutModel")}");
        Assert.Equal(diagnostics, Steps.Reasons(second, "LayoutDiagnostics"));
        Assert.Equal(outputs, Steps.Outputs(second));

        // Whatever ran again or not: the result is that of a driver that knows nothing of before.
        GeneratorRun fresh = GeneratorRun.Of(after);
        Assert.Equal(fresh.Sources, second.Sources);
        Assert.Equal(fresh.Diagnostics.Select(diagnostic => diagnostic.ToString()), second.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void A_moved_mistake_is_reported_where_it_stands_now()
    {
        CSharpCompilation before = Compilations.Create(Wrong);
        GeneratorRun first = GeneratorRun.Of(before);
        CSharpCompilation after = before.ReplaceSyntaxTree(before.SyntaxTrees[1], before.SyntaxTrees[1].WithChangedText(SourceText.From("// One.\n// Two.\n" + Wrong)));
        GeneratorRun second = GeneratorRun.Of(first.Driver, after);
        Assert.Equal(0, Assert.Single(first.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
        Assert.Equal(2, Assert.Single(second.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
        Assert.True(after.ContainsSyntaxTree(second.Diagnostics[0].Location.SourceTree!));
    }

    [Fact]
    public void A_model_holds_no_symbol_syntax_location_or_compilation()
    {
        foreach (string input in Golden.Names.Select(Golden.Input).Append(Wrong))
        {
            GeneratorRun run = GeneratorRun.Of(input);
            object[] models = [.. run.Result.TrackedSteps
                .Where(step => step.Key == Steps.NameOf("LayoutModel") || step.Key == Steps.NameOf("VolumeModel") || step.Key == Steps.NameOf("BackendModel"))
                .SelectMany(steps => steps.Value)
                .SelectMany(step => step.Outputs)
                .Select(output => output.Value)];
            Assert.NotEmpty(models);
            HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
            foreach (object model in models)
            {
                Walk(model, model.GetType().Name, seen);
            }

            Assert.True(seen.Count > 3);
        }
    }

    /// <summary>The walk itself sees what it is to see.</summary>
    [Fact]
    public void A_location_in_a_model_would_be_found()
    {
        GeneratorRun run = GeneratorRun.Of(Wrong);
        object diagnostic = run.Result.TrackedSteps[Steps.NameOf("LayoutDiagnostics")].Single().Outputs.Single().Value;
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Walk(diagnostic, "diagnostic", new(ReferenceEqualityComparer.Instance)));
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        Type type = value.GetType();
        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or Location or Compilation or SemanticModel or Delegate or AttributeData or Diagnostic || type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true,
            $"{path} is a {type}");
        if (value is IEnumerable items && type.IsArray)
        {
            foreach (object? item in items)
            {
                Walk(item, path + "[]", seen);
            }

            return;
        }

        for (Type? current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            foreach (FieldInfo field in current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
