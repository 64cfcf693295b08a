using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Protocol;

/// <summary>The gates that are held for certain at a point, with what the protocol asks of each.</summary>
/// <param name="Path">The gate.</param>
/// <param name="Site">Where it was acquired.</param>
/// <param name="Kind">What sort of lock it is, whoever acquired it.</param>
/// <param name="GuardsPointer">It guards a write pointer.</param>
internal sealed record HeldGateInfo(AccessPath Path, AcquireSite Site, GateKind Kind, bool GuardsPointer)
{
    /// <summary>A wait of any sort is wrong: the lock belongs to a thread, or writes of a zone queue behind it.</summary>
    public bool ForbidsWaits => GuardsPointer || Kind is GateKind.Monitor or GateKind.Lock or GateKind.Spin or GateKind.ReaderWriter;

    /// <summary>Somebody says what this lock is for: an annotation names it, or a contract holds it. Whether a wait under any other lock is right, only its author knows.</summary>
    public bool IsGate(BodyAnalysis analysis) => Site.IsContract || IsGate(analysis, Path);

    /// <summary>An annotation names the lock: by its member, or as the instance itself.</summary>
    public static bool IsGate(BodyAnalysis analysis, AccessPath path) =>
        analysis.Sdk.Contracts.IsKnownGate(path.LastMember, analysis.Member.ContainingType) || analysis.Sdk.Contracts.IsOwnGate(TypeOf(path, analysis));

    /// <summary>All of them, outermost first. An asynchronous member's caller holds its own only until the member waits, so those do not count.</summary>
    public static IEnumerable<HeldGateInfo> At(BodyAnalysis analysis, FlowPoint point)
    {
        SdkContext sdk = analysis.Sdk;
        foreach (KeyValuePair<GateKey, HeldGate> entry in point.State.Held.OrderBy(static e => e.Value.Sites[0].Operation?.Syntax.SpanStart ?? -1))
        {
            AcquireSite site = entry.Value.Sites[0];
            if (entry.Value.Must == 0 || ReferenceEquals(site, AcquireSite.EntryUntilAwait))
            {
                continue;
            }

            AccessPath path = entry.Key.Path;
            GateKind kind = KindOf(sdk, path.LastMember, site);
            if (kind != GateKind.Semaphore || AdmitsOne(sdk, path.LastMember))
            {
                bool guardsPointer = WritePointers.IsGateOfPointer(sdk, path.LastMember) || WritePointers.IsOwnGateOfPointer(sdk, TypeOf(path, analysis));
                yield return new HeldGateInfo(path, site, kind, guardsPointer);
            }
        }
    }

    /// <summary>A semaphore that counts to more than one is a limit, no lock. One that guards something, or begins with one, is a lock.</summary>
    public static bool AdmitsOne(SdkContext sdk, ISymbol? gate)
    {
        if (gate is null)
        {
            return false;
        }

        foreach (SyntaxReference reference in gate.DeclaringSyntaxReferences)
        {
            ExpressionSyntax? value = reference.GetSyntax() switch
            {
                VariableDeclaratorSyntax { Initializer.Value: { } initial } => initial,
                PropertyDeclarationSyntax { Initializer.Value: { } initial } => initial,
                _ => null,
            };
            if (value is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } && arguments[0].Expression is LiteralExpressionSyntax literal)
            {
                return literal.IsKind(SyntaxKind.NumericLiteralExpression) && literal.Token.Value is 1;
            }
        }

        return sdk.Contracts.IsKnownGate(gate);
    }

    private static GateKind KindOf(SdkContext sdk, ISymbol? gate, AcquireSite site)
    {
        ITypeSymbol? type = TypeOf(gate);
        return site.Kind != GateKind.Custom || type is null ? site.Kind
            : type.DeclaringSyntaxReferences.IsEmpty ? sdk.LockTypes.KindOf(type)
            : GateKind.Custom;
    }

    // The type of the object that is the gate; null where the path does not say.
    private static ITypeSymbol? TypeOf(AccessPath path, BodyAnalysis analysis) =>
        path.Equals(AccessPath.This) ? analysis.Member.ContainingType
        : path is { IsRoot: true, Root.Origin: IOperation origin } ? origin.Type
        : TypeOf(path.LastMember);

    private static ITypeSymbol? TypeOf(ISymbol? gate) => gate switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        _ => null,
    };
}
