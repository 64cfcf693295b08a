using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>One rule. There is one object of it per compilation, called by many threads at once.</summary>
internal abstract class Rule
{
    public const string Category = "ZonedSdk.Concurrency";

    /// <summary>What it reports.</summary>
    public abstract DiagnosticDescriptor Descriptor { get; }

    /// <summary>Judges one member's code. The analysis is shared by all rules and must not be changed.</summary>
    public virtual void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
    }

    /// <summary>Judges one declaration: a type, field, property, method or one of its parameters.</summary>
    public virtual void CheckSymbol(ISymbol symbol, SdkContext sdk, Reporter reporter)
    {
    }

    /// <summary>Judges what it has gathered, after all else.</summary>
    public virtual void CheckCompilation(SdkContext sdk, Reporter reporter)
    {
    }

    /// <summary>The rule's page.</summary>
    protected static string HelpOf(string id) => $"https://github.com/zonedsdk/zonedsdk/blob/main/analyzers/rules/{id}.md";
}
