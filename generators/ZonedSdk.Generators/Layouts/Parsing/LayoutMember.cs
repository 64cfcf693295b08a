using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Which members of a layout own bits.</summary>
internal static class LayoutMember
{
    public static bool IsField(ISymbol member) => member.FirstOfOurs("Field") is not null || member.FirstOfOurs("BitField") is not null;
}
