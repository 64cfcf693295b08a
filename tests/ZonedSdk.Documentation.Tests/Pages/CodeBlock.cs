namespace ZonedSdk.Documentation.Tests.Pages;

/// <summary>A C# block of a page, with what the comments before it say.</summary>
/// <param name="Page">The page's path in the repository.</param>
/// <param name="Line">The line of the block's first line of code, from 1.</param>
/// <param name="Code">The code.</param>
internal sealed record CodeBlock(string Page, int Line, string Code)
{
    /// <summary>Parameters of the method that the block is the body of, possibly none; null where it is no body.</summary>
    public string? Given { get; init; }

    /// <summary>The head of the type that the block is members of; null where it is none.</summary>
    public string? In { get; init; }

    /// <summary>Code that the reader need not see.</summary>
    public string With { get; init; } = "";

    /// <summary>The block is a program that is run as well.</summary>
    public bool Runs { get; init; }

    /// <summary>What it prints, where the page shows that right behind it.</summary>
    public string? Output { get; init; }

    /// <summary>Which of our rules say something of the block, in the order of their ids.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    /// <summary>The page explains a rule: its blocks are short, and the namespaces go without saying.</summary>
    public bool IsOfRule => Page.StartsWith(RepositoryPages.RulesFolder, StringComparison.Ordinal);
}
