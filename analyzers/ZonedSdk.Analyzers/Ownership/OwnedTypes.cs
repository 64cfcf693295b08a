using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Ownership;

/// <summary>Which types own something, how their values come about, and what ends them.</summary>
internal sealed class OwnedTypes(LockTypes locks, ContractReader contracts)
{
    public bool IsReservation(ITypeSymbol? type) => type is INamedTypeSymbol && contracts.Of(type).IsReservation;

    /// <summary>A guard or a reservation.</summary>
    public bool IsOwned(ITypeSymbol? type) =>
        type is INamedTypeSymbol && (contracts.IsGuard(type) || LockTypes.Is(type, locks.LockScope) || IsReservation(type));

    /// <summary>The owned type that a value is, or that a task gives; null for any other.</summary>
    public ITypeSymbol? OwnedIn(ITypeSymbol? type) =>
        IsOwned(type) ? type : IsTask(type) && type is INamedTypeSymbol { TypeArguments: { Length: 1 } of } && IsOwned(of[0]) ? of[0] : null;

    public static bool IsTask(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };

    /// <summary>
    /// A call whose result its caller owns. What a generic member returns for its type parameter (an element of a list) belongs to whoever
    /// put it there.
    /// </summary>
    public bool Gives(IMethodSymbol method) => method is { ReturnsByRef: false, ReturnsByRefReadonly: false } && OwnedIn(method.OriginalDefinition.ReturnType) is not null;

    /// <summary>A creation that owns something: of a reservation, or of a guard that was told what it guards.</summary>
    public bool Gives(IObjectCreationOperation creation) =>
        IsOwned(creation.Type) && (IsReservation(creation.Type) || creation.Constructor is { Parameters.IsEmpty: false } || !contracts.Of(creation.Constructor).Acquires.IsEmpty);

    /// <summary>An <c>out</c> parameter through which the caller gets what it owns then.</summary>
    public bool Gives(IParameterSymbol? parameter) => parameter is { RefKind: RefKind.Out } && IsOwned(parameter.OriginalDefinition.Type);

    /// <summary>What a call on an owned value does to it: <see cref="Holdings.Disposed"/>, <see cref="Holdings.Completed"/> or nothing.</summary>
    public Holdings EndOf(IMethodSymbol method)
    {
        bool isPlain = method is { IsStatic: false, Parameters.IsEmpty: true };
        return isPlain && method.Name is "Dispose" or "DisposeAsync" ? Holdings.Disposed
            : method is { IsStatic: false, Name: "Complete" or "CompleteAsync" } || !contracts.Of(method).Releases.IsEmpty ? Holdings.Completed
            : Holdings.None;
    }

    /// <summary>A call by which a guard that had let go of its lock takes it again.</summary>
    public bool IsRevival(IMethodSymbol method) => !method.IsStatic && contracts.IsGuard(method.ContainingType) && !contracts.Of(method).Acquires.IsEmpty;

    /// <summary>Whether what is put into a member belongs to the member's object from then on: to whatever can end it.</summary>
    public bool IsOwner(ISymbol member) =>
        member.IsStatic || member.ContainingType is not { TypeKind: TypeKind.Class } type || IsOwned(type) || Bases(type).Any(CanEnd);

    private static bool CanEnd(INamedTypeSymbol type) =>
        type.GetMembers("Dispose").OfType<IMethodSymbol>().Any() || type.GetMembers("DisposeAsync").OfType<IMethodSymbol>().Any()
        || type.Interfaces.Any(static i => i is { Name: "IDisposable" or "IAsyncDisposable", ContainingNamespace.Name: "System" });

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            yield return t;
        }
    }
}
