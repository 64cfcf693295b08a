using ZonedSdk.Generators.Backends.Models;

namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>Which methods a table leaves to the class.</summary>
internal static class CoreMethods
{
    public const string Suffix = "Core";

    private const string Bytes = "System.Span<byte>";
    private const string ReadOnlyBytes = "System.ReadOnlySpan<byte>";
    private const string State = "ZonedSdk.Backends.MediumZone";

    /// <summary>What a class may have: it lets go of what the drive was opened with.</summary>
    public static CoreMethod Dispose { get; } = new("DisposeCore", "void");

    public static IEnumerable<CoreMethod> For(BackendContext context, IReadOnlyList<CommandRowModel> commands, ReportRowModel? report)
    {
        if (context.Kind is BackendKind.Table or BackendKind.Engine)
        {
            yield break;
        }

        if (context.Native.ContainsKey(CommandId.Read))
        {
            yield return new("ReadCore", "long", ("int", "zone"), ("long", "offsetInZone"), (Bytes, "buffer"));
        }

        if (context.Native.ContainsKey(CommandId.Write))
        {
            yield return new("WriteCore", "long", ("int", "zone"), ("long", "offsetInZone"), (ReadOnlyBytes, "data"));
        }

        if (context.Native.ContainsKey(CommandId.Append) && BackendRows.AppendsCanOvertake(context))
        {
            yield return new("AppendCore", "long", ("int", "zone"), (ReadOnlyBytes, "data"));
        }

        foreach (CommandRowModel command in commands.Where(command => command.Control is null && command.Call.EndsWith(Suffix + "(zone)", StringComparison.Ordinal)))
        {
            yield return new(command.Action + Suffix, "int", ("int", "zone"));
        }

        if (context.Native.ContainsKey(CommandId.Flush))
        {
            yield return new("FlushCore", "int", ("int", "zone"));
        }

        if (context.Kind == BackendKind.Medium)
        {
            yield return new("LoadCore", State, ("int", "zone"));
            yield return new("StoreCore", "int", ("int", "zone"), (State, "state"));
            yield break;
        }

        bool controls = commands.Any(command => command.Control is not null) || report?.Number is not null;
        if (controls)
        {
            yield return new("ControlCore", "int", ("uint", "request"), (Bytes, "argument"), (Bytes, "data"));
        }

        if (report is { Number: null })
        {
            yield return new("ReportCore", "int", ("int", "firstZone"), ("int", "count"), (Bytes, "report"));
        }
        else if (report is null && context.Native.TryGetValue(CommandId.Report, out var row) && row.AttributeClass?.Name == "CommandAttribute")
        {
            yield return new("ReportCore", "int", ("int", "firstZone"), ("System.Span<ZonedSdk.ZoneInfo>", "zones"));
        }
    }
}
