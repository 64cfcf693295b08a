using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Resolves gate paths. First segment: <c>this</c>; else a parameter; else a member; else a type and its member. Accessibility is ignored.</summary>
internal sealed class GatePathResolver(LockTypes lockTypes)
{
    public GatePath Resolve(string text, ISymbol owner)
    {
        string[] segments = text.Split('.').Select(static s => s.Trim()).ToArray();
        INamedTypeSymbol? type = owner as INamedTypeSymbol ?? owner.ContainingType;
        if (type is null || segments.Any(static s => s.Length == 0))
        {
            return Failure(text, GatePathError.NotFound);
        }

        if (segments[0] == "this")
        {
            return Walk(text, GatePathRoot.Instance, null, type, segments.Skip(1));
        }

        if (ParametersOf(owner).FirstOrDefault(p => p.Name == segments[0]) is { } parameter)
        {
            return Walk(text, GatePathRoot.Parameter, parameter, parameter.Type, segments.Skip(1));
        }

        if (FindMember(type, segments[0]) is { } member)
        {
            return Walk(text, member.IsStatic ? GatePathRoot.Static : GatePathRoot.Instance, null, type, segments);
        }

        return FindType(type, segments[0]) is { } named && segments.Length > 1 && FindMember(named, segments[1]) is { IsStatic: true }
            ? Walk(text, GatePathRoot.Static, null, named, segments.Skip(1))
            : Failure(text, GatePathError.NotFound);
    }

    /// <summary>A member of the type, of what it inherits, of the types around it, or a parameter that its primary constructor captures.</summary>
    public static ISymbol? FindMember(ITypeSymbol type, string name)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (FindOwn(t, name) is { } own)
            {
                return own;
            }
        }

        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.Select(c => FindMember(c, name)).FirstOrDefault(static m => m is not null);
        }

        return type.AllInterfaces.Select(i => FindOwn(i, name)).FirstOrDefault(static m => m is not null)
            ?? (type.ContainingType is { } outer && FindMember(outer, name) is { IsStatic: true } around ? around : null);
    }

    /// <summary>The member that a getter does nothing but return: an alias of one gate is no second gate.</summary>
    public static ISymbol? AliasOf(IPropertySymbol property)
    {
        if (property.IsVirtual || property.IsAbstract || property.IsOverride || property.SetMethod is not null || property.DeclaringSyntaxReferences.Length != 1)
        {
            return null;
        }

        ExpressionSyntax? body = property.DeclaringSyntaxReferences[0].GetSyntax() switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } arrow } => arrow,
            PropertyDeclarationSyntax { AccessorList.Accessors: { Count: 1 } accessors } => accessors[0].ExpressionBody?.Expression,
            _ => null,
        };
        string? name = body switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax identifier } => identifier.Identifier.ValueText,
            _ => null,
        };
        return name is not null && FindMember(property.ContainingType, name) is IFieldSymbol { IsReadOnly: true } field ? field : null;
    }

    /// <summary>The one symbol that stands for a member: what a getter returns, what an override overrides.</summary>
    public static ISymbol Canonical(ISymbol member)
    {
        ISymbol symbol = member is IPropertySymbol property && AliasOf(property) is { } alias ? alias : member;
        while (symbol is IPropertySymbol { OverriddenProperty: { } overridden })
        {
            symbol = overridden;
        }

        return symbol.OriginalDefinition;
    }

    /// <summary>Whether the member always leads to the same object.</summary>
    public static bool IsStable(ISymbol member) => member switch
    {
        // A struct's storage is where its holder is; SpinLock must not be readonly at all.
        IFieldSymbol field => field.IsReadOnly || field.IsConst || field.Type is { IsValueType: true },
        IPropertySymbol property => property.SetMethod is null or { IsInitOnly: true },
        IParameterSymbol or IMethodSymbol or INamedTypeSymbol => true,
        _ => false,
    };

    private GatePath Walk(string text, GatePathRoot root, IParameterSymbol? parameter, ITypeSymbol start, IEnumerable<string> names)
    {
        ITypeSymbol type = start;
        var links = ImmutableArray.CreateBuilder<ISymbol>();
        bool isStable = parameter is null or { RefKind: RefKind.None or RefKind.In or RefKind.Ref };
        foreach (string name in names)
        {
            if (FindMember(type, name) is not { } member || TypeOf(member) is not { } next)
            {
                return Failure(text, GatePathError.NotFound);
            }

            isStable &= IsStable(member);
            links.Add(Canonical(member));
            type = next;
        }

        GatePathError error = !lockTypes.CanBeGate(type) ? GatePathError.NotALock : isStable ? GatePathError.None : GatePathError.NotReadonly;
        return new GatePath(text, root, parameter, links.ToImmutable(), error);
    }

    private static GatePath Failure(string text, GatePathError error) => new(text, GatePathRoot.Instance, null, ImmutableArray<ISymbol>.Empty, error);

    private static ISymbol? FindOwn(ITypeSymbol type, string name)
    {
        foreach (ISymbol member in type.GetMembers(name))
        {
            if (member is IFieldSymbol or IPropertySymbol or IMethodSymbol { Parameters.IsEmpty: true, MethodKind: MethodKind.Ordinary })
            {
                return member;
            }
        }

        return type is INamedTypeSymbol named
            ? named.InstanceConstructors.Where(IsPrimary).SelectMany(static c => c.Parameters).FirstOrDefault(p => p.Name == name)
            : null;
    }

    private static bool IsPrimary(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(static r => r.GetSyntax() is TypeDeclarationSyntax);

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        IMethodSymbol method => method.ReturnType,
        _ => null,
    };

    private static IEnumerable<IParameterSymbol> ParametersOf(ISymbol owner) => owner switch
    {
        IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => property.Parameters,
        IMethodSymbol { IsExtensionMethod: true, ReducedFrom: { } whole } => whole.Parameters,
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        IParameterSymbol parameter => ParametersOf(parameter.ContainingSymbol),
        _ => Enumerable.Empty<IParameterSymbol>(),
    };

    private static INamedTypeSymbol? FindType(INamedTypeSymbol from, string name)
    {
        for (INamedTypeSymbol? t = from; t is not null; t = t.ContainingType)
        {
            if (t.Name == name)
            {
                return t;
            }

            if (t.GetTypeMembers(name).FirstOrDefault() is { } nested)
            {
                return nested;
            }
        }

        for (INamespaceSymbol? space = from.ContainingNamespace; space is not null; space = space.ContainingNamespace)
        {
            if (space.GetTypeMembers(name).FirstOrDefault() is { } type)
            {
                return type;
            }
        }

        return null;
    }
}
