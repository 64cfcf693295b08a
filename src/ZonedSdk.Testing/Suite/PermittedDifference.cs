using System.IO.Enumeration;

namespace ZonedSdk.Testing;

/// <summary>One difference from the suite that a kind of device may have, with its reason. A case on the list must really fail: an entry that has become untrue fails the run.</summary>
/// <param name="Case">The case's name, or a pattern with <c>*</c> for any characters.</param>
/// <param name="Reason">Why a correct device may do otherwise.</param>
public sealed record PermittedDifference(string Case, string Reason)
{
    /// <summary>Whether the entry is about a case.</summary>
    /// <param name="name">The case's name.</param>
    public bool Covers(string name) => FileSystemName.MatchesSimpleExpression(Case, name, ignoreCase: false);
}
