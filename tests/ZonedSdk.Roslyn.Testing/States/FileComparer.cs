using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Whether two lists of files are the same, byte by byte once they are written.</summary>
internal static class FileComparer
{
    public static bool Equal(IReadOnlyList<(string filename, SourceText content)> left, IReadOnlyList<(string filename, SourceText content)> right)
        => left.Count == right.Count && left.Zip(right).All(pair => Equal(pair.First, pair.Second));

    private static bool Equal((string filename, SourceText content) left, (string filename, SourceText content) right)
        => left.filename == right.filename
            && Equals(left.content.Encoding, right.content.Encoding)
            && left.content.ChecksumAlgorithm == right.content.ChecksumAlgorithm
            && left.content.ContentEquals(right.content);
}
