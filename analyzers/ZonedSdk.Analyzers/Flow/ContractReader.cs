using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>Reads the annotations of symbols, once per symbol and compilation.</summary>
/// <param name="resolver">Resolves the paths in them.</param>
/// <param name="assemblies">Those whose symbols can have annotations.</param>
internal sealed class ContractReader(GatePathResolver resolver, HashSet<ISymbol> assemblies)
{
    private readonly ConcurrentDictionary<ISymbol, Contract> _contracts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _guards = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableHashSet<ISymbol>> _gates = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _ownGates = new(SymbolEqualityComparer.Default);

    /// <summary>The contract of a member, accessor, parameter or type; constructed generics and reduced extension methods have that of their definition.</summary>
    public Contract Of(ISymbol? symbol)
    {
        if (symbol is null)
        {
            return Contract.None;
        }

        ISymbol definition = (symbol is IMethodSymbol { ReducedFrom: { } whole } ? whole : symbol).OriginalDefinition;
        if (!MayBeAnnotated(definition))
        {
            return Contract.None;
        }

        return _contracts.TryGetValue(definition, out Contract? known) ? known : _contracts.GetOrAdd(definition, Read);
    }

    // Most of what code uses is the framework's: its members are many, and reading their attributes is dear.
    private bool MayBeAnnotated(ISymbol symbol) => symbol.ContainingAssembly is { } assembly && assemblies.Contains(assembly);

    /// <summary>A path that stands in an annotation of a symbol.</summary>
    public GatePath Resolve(string text, ISymbol owner) => resolver.Resolve(text, owner);

    /// <summary>A guard releases a gate when it is disposed or otherwise ended.</summary>
    public bool IsGuard(ITypeSymbol? type) =>
        type is INamedTypeSymbol && MayBeAnnotated(type) && _guards.GetOrAdd(type.OriginalDefinition, t => !ReleasedBy((INamedTypeSymbol)t).IsEmpty && IsEnded((INamedTypeSymbol)t));

    /// <summary>What a guard's releasing members release, from the guard's own view.</summary>
    public ImmutableArray<GatePath> ReleasedBy(INamedTypeSymbol type) =>
        type.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().SelectMany(m => Of(m).Releases).Distinct().ToImmutableArray();

    /// <summary>The members of a type that some annotation of that type names as a gate.</summary>
    public bool IsKnownGate(ISymbol? member) =>
        member?.ContainingType is { } type && GatesOf(type).Contains(member.OriginalDefinition);

    /// <summary>The same, where also the type whose code uses the member may have annotations that name it.</summary>
    public bool IsKnownGate(ISymbol? member, INamedTypeSymbol? user) =>
        IsKnownGate(member) || (member is not null && user is not null && GatesOf(user).Contains(member.OriginalDefinition));

    /// <summary>A type whose annotations name its own instance as a gate.</summary>
    public bool IsOwnGate(ITypeSymbol? type) =>
        type is INamedTypeSymbol && MayBeAnnotated(type) && _ownGates.GetOrAdd(type.OriginalDefinition, t => PathsIn((INamedTypeSymbol)t).Any(static p => p is { IsUsable: true, Root: GatePathRoot.Instance, Links.IsEmpty: true }));

    // A lock type acquires and releases by calls on one instance, again and again; a guard is made by acquiring, or released by its Dispose.
    private bool IsEnded(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().All(m => m.MethodKind == MethodKind.Constructor || m.IsStatic || Of(m).Acquires.IsEmpty)
        || type.GetMembers("Dispose").Any(m => !Of(m).Releases.IsEmpty);

    private ImmutableHashSet<ISymbol> GatesOf(INamedTypeSymbol type) => !MayBeAnnotated(type) ? ImmutableHashSet<ISymbol>.Empty : _gates.GetOrAdd(
        type.OriginalDefinition,
        t => PathsIn((INamedTypeSymbol)t).Select(static p => p.Gate).OfType<ISymbol>().ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default));

    // All that the annotations of a type's members name as a gate.
    private IEnumerable<GatePath> PathsIn(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null && MayBeAnnotated(t); t = t.BaseType)
        {
            foreach (ISymbol member in t.GetMembers())
            {
                Contract contract = Of(member);
                IEnumerable<GatePath> paths = contract.Requires.Concat(contract.Excludes).Concat(contract.Acquires).Concat(contract.Releases);
                foreach (GatePath path in contract.GuardedBy is { } guard ? paths.Append(guard) : paths)
                {
                    yield return path;
                }
            }
        }
    }

    private Contract Read(ISymbol symbol)
    {
        Contract own = ReadOwn(symbol);
        foreach (ISymbol inherited in InheritedBy(symbol))
        {
            own = Inherit(own, Adapt(Of(inherited), symbol));
        }

        return symbol is IMethodSymbol { AssociatedSymbol: { } associated } ? Inherit(own, Of(associated)) : own;
    }

    private Contract ReadOwn(ISymbol symbol)
    {
        Contract contract = Contract.None;
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (AnnotationNames.IsOurs(attribute))
            {
                contract = Add(contract, attribute, symbol);
            }
        }

        if (symbol is IMethodSymbol method && method.GetReturnTypeAttributes().Any(static a => AnnotationNames.Is(a, AnnotationNames.AssignedOffset)))
        {
            contract = contract with { ReturnsAssignedOffset = true };
        }

        return contract;
    }

    private Contract Add(Contract contract, AttributeData attribute, ISymbol symbol)
    {
        GatePath? path = AnnotationNames.PathOf(attribute) is { } text ? resolver.Resolve(text, symbol) : null;
        switch (attribute.AttributeClass!.Name)
        {
            case AnnotationNames.GuardedBy when path is not null:
                return contract with { GuardedBy = path, IsShared = attribute.NamedArguments.Any(static a => a is { Key: "Shared", Value.Value: true }) };
            case AnnotationNames.RequiresLock when path is not null:
                return contract with { Requires = contract.Requires.Add(path) };
            case AnnotationNames.ExcludesLock when path is not null:
                return contract with { Excludes = contract.Excludes.Add(path) };
            case AnnotationNames.AcquiresLock when path is not null:
                return contract with { Acquires = contract.Acquires.Add(path) };
            case AnnotationNames.ReleasesLock when path is not null:
                return contract with { Releases = contract.Releases.Add(path) };
            case AnnotationNames.ReturnsLock when path is not null:
                return contract with { Returns = path };
            case AnnotationNames.AcquiredBefore when path is not null:
                return contract with { AcquiredBefore = contract.AcquiredBefore.Add(path) };
            case AnnotationNames.WritePointer:
                return contract with { IsWritePointer = true };
            case AnnotationNames.DeviceIo:
                return contract with { DeviceIo = attribute };
            case AnnotationNames.Resynchronizes:
                return contract with { Resynchronizes = true };
            case AnnotationNames.Reservation:
                return contract with { IsReservation = true };
            case AnnotationNames.TakesOwnership:
                return contract with { TakesOwnership = true };
            case AnnotationNames.RunsImmediately:
                return contract with { RunsImmediately = true };
            default:
                return contract;
        }
    }

    // An inherited path begins at the heir's own parameters, and at its own member where an interface names one.
    private static Contract Adapt(Contract contract, ISymbol heir)
    {
        if (contract.IsEmpty)
        {
            return contract;
        }

        ImmutableArray<GatePath> All(ImmutableArray<GatePath> paths) => paths.Select(One).ToImmutableArray();

        GatePath One(GatePath path)
        {
            if (path.Parameter is { } parameter)
            {
                ImmutableArray<IParameterSymbol> own = (heir as IMethodSymbol)?.Parameters ?? (heir as IPropertySymbol)?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty;
                return parameter.Ordinal < own.Length ? path with { Parameter = own[parameter.Ordinal] } : path;
            }

            return path.Links.FirstOrDefault() is { ContainingType.TypeKind: TypeKind.Interface } first
                && heir.ContainingType?.AllInterfaces.FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, first.ContainingType))?.GetMembers(first.Name).FirstOrDefault() is { } named
                && heir.ContainingType.FindImplementationForInterfaceMember(named) is { } implementation
                ? path with { Links = path.Links.SetItem(0, GatePathResolver.Canonical(implementation)) }
                : path;
        }

        return contract with
        {
            GuardedBy = contract.GuardedBy is { } guard ? One(guard) : null,
            Requires = All(contract.Requires),
            Excludes = All(contract.Excludes),
            Acquires = All(contract.Acquires),
            Releases = All(contract.Releases),
            Returns = contract.Returns is { } returned ? One(returned) : null,
        };
    }

    // An override may ask less of its callers than what it overrides, so its own RequiresLock, where it has one, stands alone; all else adds up.
    private static Contract Inherit(Contract own, Contract from)
    {
        if (from.IsEmpty)
        {
            return own;
        }

        return own with
        {
            GuardedBy = own.GuardedBy ?? from.GuardedBy,
            IsShared = own.GuardedBy is null ? from.IsShared : own.IsShared,
            IsWritePointer = own.IsWritePointer || from.IsWritePointer,
            Requires = own.Requires.IsEmpty ? from.Requires : own.Requires,
            Excludes = own.Excludes.Union(from.Excludes).ToImmutableArray(),
            Acquires = own.Acquires.Union(from.Acquires).ToImmutableArray(),
            Releases = own.Releases.Union(from.Releases).ToImmutableArray(),
            Returns = own.Returns ?? from.Returns,
            DeviceIo = own.DeviceIo ?? from.DeviceIo,
            Resynchronizes = own.Resynchronizes || from.Resynchronizes,
            ReturnsAssignedOffset = own.ReturnsAssignedOffset || from.ReturnsAssignedOffset,
            IsReservation = own.IsReservation || from.IsReservation,
            TakesOwnership = own.TakesOwnership || from.TakesOwnership,
            RunsImmediately = own.RunsImmediately || from.RunsImmediately,
        };
    }

    private IEnumerable<ISymbol> InheritedBy(ISymbol symbol)
    {
        switch (symbol)
        {
            case IMethodSymbol { OverriddenMethod: { } overridden }:
                yield return overridden;
                break;
            case IPropertySymbol { OverriddenProperty: { } overridden }:
                yield return overridden;
                break;
            case INamedTypeSymbol { BaseType: { } baseType }:
                yield return baseType;
                yield break;
            case IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter:
                foreach (IMethodSymbol inherited in InheritedBy(method).OfType<IMethodSymbol>())
                {
                    yield return inherited.Parameters[parameter.Ordinal];
                }

                yield break;
        }

        if (symbol is { IsStatic: false, ContainingType: { TypeKind: not TypeKind.Interface } type } and (IMethodSymbol { MethodKind: not MethodKind.LocalFunction and not MethodKind.Constructor } or IPropertySymbol))
        {
            foreach (ISymbol member in type.AllInterfaces.Where(MayBeAnnotated).SelectMany(i => i.GetMembers(PlainName(symbol.Name))))
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), symbol))
                {
                    yield return member.OriginalDefinition;
                }
            }
        }
    }

    private static string PlainName(string name) => name.Substring(name.LastIndexOf('.') + 1);
}
