namespace Microsoft.CodeAnalysis.Testing;

/// <summary>How far a fixed tree is compared with the tree that its text parses to.</summary>
public enum CodeActionValidationMode
{
    None = 0,

    /// <summary>Nodes and tokens.</summary>
    SemanticStructure = 1,

    /// <summary>Nodes, tokens and trivia.</summary>
    Full = 2,
}
