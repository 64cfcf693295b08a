using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Parsing;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>The fields of a layout as its attributes declare them: what is emitted for it cannot be seen from here.</summary>
internal sealed class LayoutRoles
{
    private const int MaxArgumentBytes = 1024;

    private readonly Dictionary<string, ITypeSymbol> _fields = new(StringComparer.Ordinal);

    private LayoutRoles(INamedTypeSymbol type, int sizeBytes)
    {
        Type = type;
        SizeBytes = sizeBytes;
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            if (LayoutMember.IsField(property))
            {
                _fields[property.Name] = property.Type;
            }
        }
    }

    public INamedTypeSymbol Type { get; }

    public int SizeBytes { get; }

    /// <summary>Reads a layout; null where the type is none.</summary>
    public static LayoutRoles? Of(INamedTypeSymbol type) =>
        type.FirstOfOurs("BinaryLayout")?.Argument<int>(0) is { } sizeBytes ? new LayoutRoles(type, sizeBytes) : null;

    /// <summary>The type of a field; null where there is none of that name.</summary>
    public ITypeSymbol? this[string name] => _fields.TryGetValue(name, out ITypeSymbol? type) ? type : null;

    /// <summary>Says why a control call cannot take the layout for its argument; null when it can.</summary>
    /// <param name="number">The call's number, which carries its argument's size.</param>
    public string? WhyNoArgument(uint number)
    {
        int carried = (int)(number >> 16) & 0x3FFF;
        return SizeBytes > MaxArgumentBytes ? FormattableString.Invariant($"has the argument '{Type.Name}' of {SizeBytes} bytes; {MaxArgumentBytes} are allowed")
            : carried != SizeBytes ? FormattableString.Invariant($"has the number 0x{number:X8}, which is of a call with {carried} bytes, and the argument '{Type.Name}' has {SizeBytes}; correct one of them")
            : null;
    }

    /// <summary>The unit in which a field counts addresses: the unit type's name, or null.</summary>
    public string? UnitOf(string name) => this[name] is INamedTypeSymbol { ContainingNamespace: { Name: "ZonedSdk", ContainingNamespace.IsGlobalNamespace: true }, Name: "Sectors512" or "Lba" or "Bytes" } type ? type.Name : null;

    /// <summary>A field that takes a plain number: an integer or an enum.</summary>
    public bool IsNumber(string name) => this[name] is { } type && (type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64);
}
