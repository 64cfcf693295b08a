using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>Reads what the class has already: its <c>Core</c> methods, members of the interface, and names that are in the way.</summary>
/// <param name="Cores">The defining halves of its partial methods.</param>
/// <param name="Disposes">It has a <c>DisposeCore</c>.</param>
/// <param name="Left">Members that are left to it.</param>
/// <param name="Clashing">Names of the interface that stand for something else.</param>
internal sealed record BackendMembers(EquatableArray<string> Cores, bool Disposes, EquatableArray<string> Left, EquatableArray<string> Clashing)
{
    private const string Interface = "ZonedSdk.Backends.IZoneBackend";

    public static BackendMembers Read(BackendContext context, IReadOnlyList<CommandRowModel> commands, ReportRowModel? report)
    {
        bool disposes = ReadCores(context, [.. CoreMethods.For(context, commands, report)], out List<string> cores);
        HashSet<string> left = new(StringComparer.Ordinal);
        List<string> clashing = [];
        if (context.Kind != BackendKind.Table && context.Compilation.GetTypeByMetadataName(Interface) is { } backend)
        {
            ReadInterface(context, backend, left, clashing);
        }

        foreach (string name in Emitted(context, commands, report))
        {
            if (Own(context.Type, name).Any())
            {
                left.Add(name);
                context.Report(Rules.BackendNameTaken, context.Place, name, context.Type.Name);
            }
        }

        return new BackendMembers(
            new EquatableArray<string>(cores),
            disposes,
            new EquatableArray<string>(left.OrderBy(name => name, StringComparer.Ordinal)),
            new EquatableArray<string>(clashing));
    }

    /// <summary>Checks the <c>Core</c> methods, and writes down the other half of whatever the class has: right or wrong, it compiles then.</summary>
    private static bool ReadCores(BackendContext context, CoreMethod[] expected, out List<string> cores)
    {
        cores = [];
        List<IMethodSymbol> declared = [.. context.Type.GetMembers().OfType<IMethodSymbol>().Where(method => method.Name.EndsWith(CoreMethods.Suffix, StringComparison.Ordinal) && method.MethodKind == MethodKind.Ordinary)];
        foreach (IMethodSymbol method in declared.Where(method => IsPartial(method, context.CancellationToken)).OrderBy(method => method.Name, StringComparer.Ordinal).ThenBy(method => method.ToDisplayString(), StringComparer.Ordinal))
        {
            if (method.IsPartialDefinition)
            {
                // Both halves are the user's: one that was only declared gets a body that throws, in a shell.
                if (method.PartialImplementationPart is null)
                {
                    cores.Add(Head(method, context.CancellationToken) + " => throw global::ZonedSdk.CompilerServices.BackendRuntime.InvalidBackend();");
                }
            }
            else
            {
                cores.Add(Head(method, context.CancellationToken) + ";");
            }
        }

        CoreMethod[] possible = [.. expected, CoreMethods.Dispose];
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (IMethodSymbol method in declared)
        {
            CoreMethod? core = possible.FirstOrDefault(candidate => candidate.Name == method.Name);
            string? reason = Why(method, core, context.CancellationToken);
            if (reason is not null && context.Kind is not (BackendKind.Table or BackendKind.Engine) && !context.IsIncomplete)
            {
                told.Add(method.Name);
                context.ReportCore(method.Locations.FirstOrDefault(), method.Name, core, reason);
            }
        }

        foreach (CoreMethod core in expected.Where(core => !told.Contains(core.Name) && !context.IsIncomplete && declared.All(method => method.Name != core.Name)))
        {
            context.ReportCore(context.Place, core.Name, core, $"is missing; add '{core.Declaration}'");
        }

        return declared.Any(method => CoreMethods.Dispose.IsSame(method) && method.Name == CoreMethods.Dispose.Name && Why(method, CoreMethods.Dispose, context.CancellationToken) is null);
    }

    private static string? Why(IMethodSymbol method, CoreMethod? core, CancellationToken cancellationToken)
    {
        bool isPartial = IsPartial(method, cancellationToken);
        if (core is null)
        {
            // Methods that happen to end so are nobody's business; a partial one waits for a half that the table does not give.
            return isPartial && !method.IsPartialDefinition ? "is a part of nothing that the table describes; correct the name, or add its row" : null;
        }

        return !isPartial ? $"is not partial; declare it '{core.Declaration}'"
            : !core.IsSame(method) ? $"is another one than the table needs; declare it '{core.Declaration}'"
            : method is { IsPartialDefinition: true, PartialImplementationPart: null } ? $"is declared and not written; write '{core.Declaration}' with a body"
            : null;
    }

    private static void ReadInterface(BackendContext context, INamedTypeSymbol backend, HashSet<string> left, List<string> clashing)
    {
        IEnumerable<ISymbol> members = backend.AllInterfaces.Append(backend).SelectMany(type => type.GetMembers())
            .Where(member => !member.IsStatic && member is IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary });
        foreach (ISymbol member in members)
        {
            ISymbol[] own = [.. Own(context.Type, member.Name)];
            if (own.Length == 0)
            {
                continue;
            }

            if (own.Any(candidate => Implements(candidate, member)))
            {
                left.Add(member.Name);
            }
            else
            {
                clashing.Add(member.Name);
                context.Report(Rules.BackendNameTaken, context.Place, member.Name, context.Type.Name);
            }
        }
    }

    private static bool Implements(ISymbol candidate, ISymbol member) => (candidate, member) switch
    {
        (IPropertySymbol own, IPropertySymbol asked) => own is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, GetMethod: not null, RefKind: RefKind.None }
            && SymbolEqualityComparer.Default.Equals(own.Type, asked.Type),
        (IMethodSymbol own, IMethodSymbol asked) => own is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, Arity: 0, RefKind: RefKind.None }
            && SymbolEqualityComparer.Default.Equals(own.ReturnType, asked.ReturnType)
            && own.Parameters.Length == asked.Parameters.Length
            && own.Parameters.Zip(asked.Parameters, (left, right) => left.RefKind == right.RefKind && SymbolEqualityComparer.Default.Equals(left.Type, right.Type)).All(same => same),
        _ => false,
    };

    private static IEnumerable<ISymbol> Own(INamedTypeSymbol type, string name)
    {
        if (type.Name == name || type.TypeParameters.Any(parameter => parameter.Name == name))
        {
            yield return type;
        }

        for (INamedTypeSymbol? current = type; current is not null && current.SpecialType != SpecialType.System_Object; current = current.BaseType)
        {
            bool isBase = !ReferenceEquals(current, type);
            foreach (ISymbol member in current.GetMembers(name).Where(member => !member.IsImplicitlyDeclared && !(isBase && member.DeclaredAccessibility == Accessibility.Private)))
            {
                yield return member;
            }
        }
    }

    private static IEnumerable<string> Emitted(BackendContext context, IReadOnlyList<CommandRowModel> commands, ReportRowModel? report)
    {
        if (context.Kind != BackendKind.Engine || context.Rows("MapsError").Any())
        {
            yield return "MapError";
        }

        if (context.Kind is BackendKind.Commands or BackendKind.Medium)
        {
            foreach (string name in (string[])["Table", "Engine", "Start", "_engine"])
            {
                yield return name;
            }
        }

        foreach (CommandRowModel command in commands.Where(command => command.Control is not null))
        {
            yield return "Encode" + command.Action;
            yield return command.Action + "Request";
            if (context.Kind == BackendKind.Commands)
            {
                yield return "Control" + command.Action;
            }
        }

        if (report is not null)
        {
            yield return "ReportLength";
            yield return "DecodeReport";
            if (report.Number is not null)
            {
                yield return "EncodeReport";
                yield return "ReportRequest";
            }
        }
    }

    private static string Head(IMethodSymbol method, CancellationToken cancellationToken) => DeclaredMembers.Describe(method, cancellationToken).Head.Replace("async ", "");

    private static bool IsPartial(IMethodSymbol method, CancellationToken cancellationToken) => method.DeclaringSyntaxReferences
        .Any(reference => reference.GetSyntax(cancellationToken) is MethodDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));
}
