using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>Reads the member that a backend hands everything to.</summary>
internal static class BackendEngines
{
    private const string Interface = "ZonedSdk.Backends.IZoneBackend";

    /// <summary>Returns how the member is reached; null where there is none, or none that can be used.</summary>
    public static string? Read(BackendContext context)
    {
        if (!context.Attribute.Has("Engine") || context.IsIncomplete)
        {
            return null;
        }

        if (context.Type.IsStatic)
        {
            context.Report(Rules.BadRow, context.Place, "Engine", context.Type.Name, "stands at a table, which hands nothing to anybody; remove it, or 'static'");
            return null;
        }

        if (new[] { "Command", "Emulates", "Report", "Limits" }.SelectMany(context.Rows).FirstOrDefault() is { } row)
        {
            context.ReportRow(Rules.BadRow, row, "Engine", context.Type.Name, "answers for commands, reports and limits; remove this row, or Engine");
            return null;
        }

        string name = context.Attribute.NamedText("Engine") ?? "";
        ISymbol? member = Bases(context.Type).SelectMany(type => type.GetMembers(name)).FirstOrDefault(candidate => candidate is (IFieldSymbol or IPropertySymbol { GetMethod: not null }) and { IsStatic: false });
        ITypeSymbol? type = (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
        INamedTypeSymbol? backend = context.Compilation.GetTypeByMetadataName(Interface);
        if (type is null or IErrorTypeSymbol || backend is null)
        {
            if (type is null)
            {
                context.Report(Rules.BadRow, context.Place, "Engine", context.Type.Name, "names no field or property of the class; write nameof(...)");
            }
            else
            {
                context.MarkIncomplete();
            }

            return null;
        }

        if (!SymbolEqualityComparer.Default.Equals(type, backend) && !type.AllInterfaces.Contains(backend, SymbolEqualityComparer.Default))
        {
            context.Report(Rules.BadRow, context.Place, "Engine", context.Type.Name, $"names '{member!.Name}', whose type '{type.Name}' is no IZoneBackend");
            return null;
        }

        string access = "this." + Names.Identifier(member!.Name);
        return HasPublicMembers(type, backend) ? access : $"((global::{Interface}){access})";
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    // A member that is implemented explicitly, or by the interface's own default, is reached through the interface only.
    private static bool HasPublicMembers(ITypeSymbol type, INamedTypeSymbol backend) => type.TypeKind != TypeKind.Class || backend.GetMembers()
        .Where(member => member is IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } && member.IsAbstract | member.IsVirtual)
        .All(member => type.FindImplementationForInterfaceMember(member) is { DeclaredAccessibility: Accessibility.Public } found && found.ContainingType.TypeKind == TypeKind.Class);
}
