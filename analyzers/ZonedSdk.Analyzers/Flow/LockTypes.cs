using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>The framework's lock types in one compilation; null where the framework lacks one.</summary>
internal sealed class LockTypes(Compilation compilation)
{
    public INamedTypeSymbol? Monitor { get; } = compilation.GetTypeByMetadataName("System.Threading.Monitor");

    public INamedTypeSymbol? Lock { get; } = compilation.GetTypeByMetadataName("System.Threading.Lock");

    public INamedTypeSymbol? LockScope { get; } = compilation.GetTypeByMetadataName("System.Threading.Lock+Scope");

    public INamedTypeSymbol? Semaphore { get; } = compilation.GetTypeByMetadataName("System.Threading.SemaphoreSlim");

    public INamedTypeSymbol? Spin { get; } = compilation.GetTypeByMetadataName("System.Threading.SpinLock");

    public INamedTypeSymbol? ReaderWriter { get; } = compilation.GetTypeByMetadataName("System.Threading.ReaderWriterLockSlim");

    /// <summary>What can be locked: any object by Monitor, SpinLock, and a type of the user's own that says so by its annotations.</summary>
    public bool CanBeGate(ITypeSymbol type) =>
        Is(type, Spin) || (type.IsValueType
            ? type.GetMembers().OfType<IMethodSymbol>().Any(static m => AnnotationNames.Has(m, AnnotationNames.AcquiresLock))
            : type.SpecialType != SpecialType.System_String && type.TypeKind != TypeKind.Delegate && type.TypeKind != TypeKind.Pointer);

    public GateKind KindOf(ITypeSymbol? type) =>
        Is(type, Lock) ? GateKind.Lock
        : Is(type, Semaphore) ? GateKind.Semaphore
        : Is(type, Spin) ? GateKind.Spin
        : Is(type, ReaderWriter) ? GateKind.ReaderWriter
        : GateKind.Monitor;

    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? known) => known is not null && SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, known);
}
