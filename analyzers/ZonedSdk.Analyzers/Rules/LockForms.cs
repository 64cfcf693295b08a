using Microsoft.CodeAnalysis;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>Finds out how a lock is taken, by its type.</summary>
internal static class LockForms
{
    /// <summary>Null where it cannot be told: an own lock type without a member that takes it by itself.</summary>
    /// <param name="sdk">The compilation.</param>
    /// <param name="type">The gate's type.</param>
    /// <param name="mode">How it must be held.</param>
    public static (LockForm Form, string? Acquire, string? Release)? Of(SdkContext sdk, ITypeSymbol? type, LockMode mode) => type is null ? null : sdk.LockTypes.KindOf(type) switch
    {
        GateKind.Lock => (LockForm.Lock, null, null),
        GateKind.Semaphore => (LockForm.Semaphore, null, null),
        GateKind.Spin => (LockForm.Spin, null, null),
        GateKind.ReaderWriter => (mode == LockMode.Read ? LockForm.Read : LockForm.Write, null, null),
        _ => OfOwn(sdk, type),
    };

    private static (LockForm Form, string? Acquire, string? Release)? OfOwn(SdkContext sdk, ITypeSymbol type)
    {
        List<IMethodSymbol> acquire = [.. type.GetMembers().OfType<IMethodSymbol>().Where(m => IsPlain(m) && NamesItself(sdk.Contracts.Of(m).Acquires))];
        if (acquire.Find(m => sdk.Owned.IsOwned(m.ReturnType)) is { } enter)
        {
            return (LockForm.Guard, enter.Name, null);
        }

        if (acquire.Find(m => OwnershipOf(sdk, m)) is { } enterAsync)
        {
            return (LockForm.GuardAsync, enterAsync.Name, null);
        }

        IMethodSymbol? release = type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => IsPlain(m) && m.ReturnsVoid && NamesItself(sdk.Contracts.Of(m).Releases));
        if (release is not null && acquire.Find(static m => m.ReturnsVoid) is { } take)
        {
            return (LockForm.Pair, take.Name, release.Name);
        }

        // A type that speaks of acquiring is no plain object to lock.
        bool isOwnLock = type.GetMembers().Any(m => sdk.Contracts.Of(m) is { } c && (!c.Acquires.IsEmpty || !c.Releases.IsEmpty) && NamesItself(c.Acquires.AddRange(c.Releases)));
        return isOwnLock || type.IsValueType ? null : (LockForm.Monitor, null, null);
    }

    private static bool OwnershipOf(SdkContext sdk, IMethodSymbol method) =>
        !SymbolEqualityComparer.Default.Equals(sdk.Owned.OwnedIn(method.ReturnType), method.ReturnType) && sdk.Owned.OwnedIn(method.ReturnType) is not null;

    private static bool IsPlain(IMethodSymbol method) => method is { IsStatic: false, MethodKind: MethodKind.Ordinary, Parameters.IsEmpty: true, IsGenericMethod: false };

    private static bool NamesItself(System.Collections.Immutable.ImmutableArray<GatePath> paths) => paths.Any(static p => p is { Text: "this" });
}
