using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Models;
using ZonedSdk.Generators.Parsing;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>From a type with <c>[ZonedBackend]</c> to a whole backend, or to a shell and what is wrong.</summary>
internal static class BackendParser
{
    private const string EmittedEngine = "this.Engine";

    public static ParseResult<BackendModel> Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)syntax.TargetSymbol;
        BackendContext context = new(type, syntax.Attributes[0], syntax.SemanticModel.Compilation, cancellationToken);
        if (type.TypeKind != TypeKind.Class)
        {
            // The attribute's own usage already forbids it: CS0592.
            return context.Result(null);
        }

        if ((DeclaredTypes.WhyNotExtensible(type, cancellationToken) ?? WhyNoBackend(type)) is { } reason)
        {
            context.Report(Rules.NotExtensible, context.Place, type.Name, reason);
            return context.Result(null);
        }

        if (type.HasBroken())
        {
            context.MarkIncomplete();
        }

        BackendRows.Read(context);
        string engine = BackendEngines.Read(context) ?? EmittedEngine;
        BackendTableModel table = BackendFigures.Read(context);
        EquatableArray<ErrorRowModel> errors = BackendErrors.Read(context);
        ReportRowModel? report = BackendReports.Read(context);
        CommandRowModel[] commands = [.. BackendCommands.Read(context)];
        BackendRows.CheckComplete(context);
        BackendMembers members = BackendMembers.Read(context, commands, report);
        return context.Result(new BackendModel(
            DeclaredTypes.Describe(type),
            context.Kind,
            context.IsSound,
            table,
            engine,
            errors,
            new EquatableArray<CommandRowModel>(commands),
            context.Native.ContainsKey(CommandId.Flush) ? "this.FlushCore(zone)" : "0",
            report,
            context.Native.ContainsKey(CommandId.Report),
            members.Cores,
            members.Disposes,
            members.Left,
            members.Clashing));
    }

    private static string? WhyNoBackend(INamedTypeSymbol type) =>
        type.IsRecord ? "a backend is compared by what it is, not by its values; declare it 'sealed partial class'"
        : type is { IsAbstract: true, IsStatic: false } ? "a backend is one whole class; declare it 'sealed partial class', or 'static partial class' for a table alone"
        : null;
}
