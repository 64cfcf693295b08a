using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>Reads the attributes of a type with <c>[ZonedVolume]</c>.</summary>
internal static class VolumeParser
{
    private static readonly string[] s_figures =
    [
        "ZoneSize", "ZoneCapacity", "ZoneCount", "LogicalBlockSize", "WriteGranularity", "ConventionalZones", "MaxOpenZones", "MaxActiveZones", "MaxAppendSize", "Flavour", "SerialPattern",
    ];

    public static VolumeDeclaration Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)syntax.TargetSymbol;
        AttributeData attribute = syntax.Attributes[0];
        Location? place = attribute.Place();
        List<LocatedDiagnostic> diagnostics = [];
        DeclaredTypeModel? declared = null;
        if ((DeclaredTypes.WhyNotExtensible(type, cancellationToken) ?? WhyNoVolume(type, cancellationToken)) is { } reason)
        {
            diagnostics.Add(LocatedDiagnostic.Create(Rules.NotExtensible, place, type.Name, reason));
        }
        else
        {
            declared = DeclaredTypes.Describe(type);
        }

        string? file = attribute.NamedText("FromFile");
        string[] twice = file is null ? [] : [.. s_figures.Where(attribute.Has), .. attribute.ConstructorArguments.Length > 0 ? ["the model"] : Array.Empty<string>()];
        if (twice.Length > 0)
        {
            diagnostics.Add(LocatedDiagnostic.Create(Rules.FigureMissing, place, type.Name, $"takes its figures from a file, and says {string.Join(", ", twice)} here as well; remove it here, or FromFile"));
        }

        return new VolumeDeclaration(
            type.Name,
            declared,
            place,
            file,
            attribute.Named<int>("Target") is null or 0,
            attribute.Named<int>("Fit"),
            IsHalfTyped(attribute) || type.OfOurs("ZoneRegion").Any(IsHalfTyped),
            ReadFigures(attribute),
            new EquatableArray<RegionDeclaration>(Ordered(type.OfOurs("ZoneRegion")).Select(ReadRegion)),
            new EquatableArray<string>(TakenNames(type)),
            new EquatableArray<LocatedDiagnostic>(diagnostics));
    }

    /// <summary>Says why a class cannot have the members of a volume; null when it can.</summary>
    private static string? WhyNoVolume(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (type.IsStatic || type.IsAbstract || type.IsRecord)
        {
            return "a volume is an object of its own, opened on a device; declare it 'sealed partial class', neither static nor abstract nor a record";
        }

        if (type.InstanceConstructors.Any(constructor => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is TypeDeclarationSyntax))
        {
            return "it has a primary constructor, and only OpenAsync makes volumes; remove the constructor";
        }

        bool isConstructible = type.BaseType is null || type.BaseType.SpecialType == SpecialType.System_Object
            || type.BaseType.InstanceConstructors.Any(constructor => constructor.Parameters.Length == 0 && constructor.DeclaredAccessibility != Accessibility.Private);
        if (!isConstructible)
        {
            return $"its base '{type.BaseType!.Name}' has no constructor without parameters, which OpenAsync needs; add one, or remove the base";
        }

        return Bases(type).SelectMany(current => current.GetMembers()).Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
            ? "it has required members, which OpenAsync does not know; remove 'required'"
            : null;
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            yield return current;
        }
    }

    private static IEnumerable<string> TakenNames(INamedTypeSymbol type) =>
        Bases(type)
            .SelectMany(current => current.GetMembers())
            .Where(member => !member.IsImplicitlyDeclared && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary })
            .Select(member => member.Name)
            .Concat(type.TypeParameters.Select(parameter => parameter.Name))
            .Append(type.Name)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(name => name, StringComparer.Ordinal);

    private static bool IsHalfTyped(AttributeData attribute) =>
        attribute.AttributeConstructor is null
        || attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(argument => argument.Value)).Any(constant => constant.Kind == TypedConstantKind.Error);

    private static VolumeFigures ReadFigures(AttributeData attribute) => new()
    {
        Model = attribute.Argument<int>(0),
        Flavour = attribute.Named<byte>("Flavour"),
        ZoneSize = attribute.Named<long>("ZoneSize"),
        ZoneCapacity = attribute.Named<long>("ZoneCapacity"),
        ZoneCount = attribute.Named<int>("ZoneCount"),
        LogicalBlockSize = attribute.Named<int>("LogicalBlockSize"),
        WriteGranularity = attribute.Named<int>("WriteGranularity"),
        ConventionalZones = attribute.Named<int>("ConventionalZones"),
        MaxOpenZones = attribute.Named<int>("MaxOpenZones"),
        MaxActiveZones = attribute.Named<int>("MaxActiveZones"),
        MaxAppendSize = attribute.Named<long>("MaxAppendSize"),
        SerialPattern = attribute.NamedText("SerialPattern"),
    };

    // The attributes may stand in several files, which the compiler may see in any order.
    private static IEnumerable<AttributeData> Ordered(IEnumerable<AttributeData> attributes) => attributes
        .OrderBy(attribute => attribute.ApplicationSyntaxReference?.SyntaxTree.FilePath, StringComparer.Ordinal)
        .ThenBy(attribute => attribute.ApplicationSyntaxReference?.Span.Start);

    private static RegionDeclaration ReadRegion(AttributeData region) => new(
        region.Text(0),
        region.Named<int>("ZoneCount"),
        region.Named<int>("OneIn"),
        region.Named<int>("FirstZone"),
        region.Named<byte>("Type"),
        region.Named<int>("Write"),
        region.Named<int>("MaxOpen"),
        region.Place(),
        null);
}
