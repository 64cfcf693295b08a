using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Compares what a generator wrote with what a test states.</summary>
internal static class GeneratedSources
{
    /// <summary>Paths, texts, encodings and checksum algorithms must be the stated ones; the order is the generator's business.</summary>
    public static void Verify(SourceFileCollection expected, GeneratorDriverRunResult result, IVerifier verifier)
    {
        var expectedByPath = expected.OrderBy(file => file.filename, StringComparer.Ordinal).ToArray();
        var actualByPath = result.GeneratedTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).ToArray();
        verifier.EqualOrDiff(
            string.Join('\n', expectedByPath.Select(file => file.filename)),
            string.Join('\n', actualByPath.Select(tree => tree.FilePath)),
            "The generated files are others than the expected ones:");

        foreach (var ((path, content), tree) in expectedByPath.Zip(actualByPath))
            Verify(path, content, tree.GetText(), verifier);
    }

    public static void Verify(string path, SourceText expected, SourceText actual, IVerifier verifier)
    {
        verifier.EqualOrDiff(expected.ToString(), actual.ToString(), $"The content of '{path}' is not the expected one:");
        verifier.Equal(
            expected.Encoding, actual.Encoding,
            $"The encoding of '{path}' must be '{expected.Encoding?.WebName}' and is '{actual.Encoding?.WebName}'.");
        verifier.Equal(
            expected.ChecksumAlgorithm, actual.ChecksumAlgorithm,
            $"The checksum algorithm of '{path}' must be '{expected.ChecksumAlgorithm}' and is '{actual.ChecksumAlgorithm}'.");
    }

    /// <summary>All that a run gave, as one text.</summary>
    public static string Describe(GeneratorDriverRunResult result) => string.Join('\n',
    [
        .. result.GeneratedTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).Select(tree => $"{tree.FilePath}:\n{tree.GetText()}"),
        .. result.Diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal),
    ]);
}
