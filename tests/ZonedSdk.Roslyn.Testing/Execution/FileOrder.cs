namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The orders in which the compiler may meet the files of a project.</summary>
internal static class FileOrder
{
    /// <summary>Stated in the message of a test that fails in this order.</summary>
    public const int Seed = 4001;

    /// <summary>
    /// Backwards turns every pair of files around; a shuffle finds what depends on three or more, so it comes where there are as many.
    /// </summary>
    public static IEnumerable<(string Name, Func<Compilation, Compilation> Apply)> For(int fileCount)
    {
        yield return ("files in reverse order", compilation => Reorder(compilation, trees => Array.Reverse(trees)));
        if (fileCount > 2)
            yield return ($"files shuffled with seed {Seed}", compilation => Reorder(compilation, trees => new Random(Seed).Shuffle(trees)));
    }

    private static Compilation Reorder(Compilation compilation, Action<SyntaxTree[]> reorder)
    {
        var trees = compilation.SyntaxTrees.ToArray();
        if (trees.Length < 2)
            return compilation;

        reorder(trees);
        return compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees);
    }
}
