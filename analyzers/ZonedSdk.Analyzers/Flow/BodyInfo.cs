using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>What does not change while a body is analysed.</summary>
/// <param name="Graph">Its control flow graph.</param>
/// <param name="Symbol">The method, accessor, local function or lambda; null for an initializer.</param>
/// <param name="Member">The member that the body stands in, itself or around the lambda.</param>
/// <param name="Shape">Facts read off the graph.</param>
internal sealed record BodyInfo(ControlFlowGraph Graph, IMethodSymbol? Symbol, ISymbol Member, BodyShape Shape);
