using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Layouts.Parsing;

/// <summary>Collects what a shell declares.</summary>
internal static class LayoutShells
{
    public static LayoutShellModel Parse(LayoutContext context, bool hasSurface)
    {
        List<MemberModel> members = [];
        List<string> writerHeads = [];
        List<string> offsetNames = [];
        foreach (ISymbol member in context.Type.GetMembers().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            bool isField = LayoutMember.IsField(member);
            switch (member)
            {
                case IPropertySymbol { IsPartialDefinition: true, PartialImplementationPart: null } property:
                    members.Add(DeclaredMembers.Describe(property, context.CancellationToken));
                    if (isField && property is { IsIndexer: false, IsStatic: false })
                    {
                        offsetNames.Add(Names.Identifier(property.Name));
                        writerHeads.Add(WriterHead(property, property.Type, Names.Identifier(property.Name)));
                    }

                    break;
                case IMethodSymbol { IsPartialDefinition: true, PartialImplementationPart: null, IsGenericMethod: false } method when isField:
                    members.Add(DeclaredMembers.Describe(method, context.CancellationToken));
                    offsetNames.Add(Names.Identifier(method.Name));
                    writerHeads.Add(WriterHead(method, method.ReturnType, $"{Names.Identifier(method.Name)}(int index)"));
                    break;
            }
        }

        INamedTypeSymbol? header = context.Attribute.NamedType("Header");
        INamedTypeSymbol? entry = context.Type.FirstOfOurs("Entries") is { } entries ? LayoutEntries.EntryType(entries) : null;
        return new LayoutShellModel(
            new EquatableArray<MemberModel>(members),
            hasSurface,
            new EquatableArray<string>(writerHeads),
            new EquatableArray<string>(offsetNames.Distinct(StringComparer.Ordinal)),
            header is null || SymbolEqualityComparer.Default.Equals(header, context.Type) ? null : Names.Qualified(header),
            entry is null ? null : Names.Qualified(entry));
    }

    private static string WriterHead(ISymbol member, ITypeSymbol declaredType, string name)
    {
        ITypeSymbol type = declaredType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
            ? ((INamedTypeSymbol)declaredType).TypeArguments[0]
            : declaredType;
        string access = member.DeclaredAccessibility == Accessibility.Public ? "public" : "internal";
        string result = FieldType.LayoutOf(type) is not null ? Names.Qualified(type) + ".Writer" : Names.Qualified(type);
        return $"{access} {result} {name}";
    }
}
