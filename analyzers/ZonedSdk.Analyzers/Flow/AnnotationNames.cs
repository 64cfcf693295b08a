using Microsoft.CodeAnalysis;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>The annotations, told by name: a second assembly may carry identical types of its own.</summary>
internal static class AnnotationNames
{
    public const string Namespace = "ZonedSdk.Annotations";
    public const string GuardedBy = "GuardedByAttribute";
    public const string WritePointer = "WritePointerAttribute";
    public const string RequiresLock = "RequiresLockAttribute";
    public const string ExcludesLock = "ExcludesLockAttribute";
    public const string AcquiresLock = "AcquiresLockAttribute";
    public const string ReleasesLock = "ReleasesLockAttribute";
    public const string ReturnsLock = "ReturnsLockAttribute";
    public const string DeviceIo = "DeviceIoAttribute";
    public const string Resynchronizes = "ResynchronizesAttribute";
    public const string AssignedOffset = "AssignedOffsetAttribute";
    public const string Reservation = "ReservationAttribute";
    public const string TakesOwnership = "TakesOwnershipAttribute";
    public const string RunsImmediately = "RunsImmediatelyAttribute";
    public const string AcquiredBefore = "AcquiredBeforeAttribute";

    public static bool Has(ISymbol symbol, string name) => symbol.GetAttributes().Any(a => Is(a, name));

    public static bool Is(AttributeData attribute, string name) => attribute.AttributeClass is { } type && type.Name == name && IsOurs(type);

    public static bool IsOurs(AttributeData attribute) => attribute.AttributeClass is { } type && IsOurs(type);

    /// <summary>The path that an attribute takes as its only constructor argument.</summary>
    public static string? PathOf(AttributeData attribute) =>
        attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is string { Length: > 0 } path ? path : null;

    private static bool IsOurs(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "Annotations", ContainingNamespace: { Name: "ZonedSdk", ContainingNamespace.IsGlobalNamespace: true } };
}
