using ZonedSdk.Generators.Models;

namespace ZonedSdk.Generators.Backends.Models;

/// <summary>One backend: either whole, or a shell with the same members that throw, while the diagnostics say what is wrong.</summary>
/// <param name="Type">Where the members go.</param>
/// <param name="Kind">What is emitted.</param>
/// <param name="IsSound">False for a shell.</param>
/// <param name="Table">The figures of the table.</param>
/// <param name="Engine">How a member reaches the backend that everything goes to; for the other kinds the emitted property.</param>
/// <param name="Errors">Error codes in the order of their numbers.</param>
/// <param name="Commands">What the adapter's management commands do, one for each action.</param>
/// <param name="Flush">How a flush is executed, as an expression over <c>zone</c>.</param>
/// <param name="Report">How zones are reported by a layout; null where they are not.</param>
/// <param name="ReportsByCore">The class fills the zones of a report in itself.</param>
/// <param name="Cores">The defining halves of the user's <c>Core</c> methods.</param>
/// <param name="Disposes">The class has a <c>DisposeCore</c>.</param>
/// <param name="Left">Members that the class declares itself, and that are left to it.</param>
/// <param name="Clashing">Members of the interface whose names stand for something else in the class; only in a shell.</param>
internal sealed record BackendModel(
    DeclaredTypeModel Type,
    BackendKind Kind,
    bool IsSound,
    BackendTableModel Table,
    string Engine,
    EquatableArray<ErrorRowModel> Errors,
    EquatableArray<CommandRowModel> Commands,
    string Flush,
    ReportRowModel? Report,
    bool ReportsByCore,
    EquatableArray<string> Cores,
    bool Disposes,
    EquatableArray<string> Left,
    EquatableArray<string> Clashing);

/// <summary>The figures of a table.</summary>
/// <param name="Name">What messages call this kind of backend.</param>
/// <param name="Flavour">The flavour, as the runtime's enum names it.</param>
/// <param name="Ordering">The ordering, as the runtime's enum names it.</param>
/// <param name="ClosesImplicitly">As code writes it: true, false or null.</param>
/// <param name="MaxTransferBytes">Most bytes of a transfer.</param>
/// <param name="MaxAppendBytes">Most bytes of an append.</param>
/// <param name="MaxOpenZones">Most open zones; 0 = no limit.</param>
/// <param name="MaxActiveZones">Most active zones; 0 = no limit.</param>
/// <param name="AppendsNatively">The drive chooses the places of appends.</param>
internal sealed record BackendTableModel(string Name, string Flavour, string Ordering, string ClosesImplicitly, int MaxTransferBytes, int MaxAppendBytes, int MaxOpenZones, int MaxActiveZones, bool AppendsNatively);

/// <summary>What an error code means.</summary>
/// <param name="Code">The code.</param>
/// <param name="Error">The error, as the runtime's enum names it.</param>
internal sealed record ErrorRowModel(int Code, string Error);

/// <summary>A management command.</summary>
/// <param name="Action">The action, as the runtime's enum names it.</param>
/// <param name="Call">How it is executed, as an expression over <c>zone</c>.</param>
/// <param name="Control">The control call that is emitted for it; null for none.</param>
internal sealed record CommandRowModel(string Action, string Call, ControlModel? Control);

/// <summary>A control call.</summary>
/// <param name="Number">Its number, as code writes it.</param>
/// <param name="Argument">Its argument.</param>
internal sealed record ControlModel(string Number, ArgumentModel Argument);

/// <summary>A layout that is filled in.</summary>
/// <param name="Type">The layout.</param>
/// <param name="UsesBlock">A value counts in logical blocks.</param>
/// <param name="Values">The values.</param>
internal sealed record ArgumentModel(string Type, bool UsesBlock, EquatableArray<AssignmentModel> Values);

/// <summary>A member and what it gets.</summary>
/// <param name="Member">The escaped name.</param>
/// <param name="Value">The value, as an expression.</param>
internal sealed record AssignmentModel(string Member, string Value);

/// <summary>How zones are reported.</summary>
/// <param name="Header">The header's layout.</param>
/// <param name="Entry">The entries' layout.</param>
/// <param name="Number">The control call's number; null where the class fetches the report itself.</param>
/// <param name="Argument">The argument; null where the class fetches the report itself.</param>
/// <param name="IsInPlace">The argument is the report's header.</param>
/// <param name="Reads">What a zone's description gets, as expressions over <c>entry</c>.</param>
/// <param name="UsesBlock">Entries count in logical blocks.</param>
/// <param name="ZonesPerCall">Most zones of one call.</param>
internal sealed record ReportRowModel(string Header, string Entry, string? Number, ArgumentModel? Argument, bool IsInPlace, EquatableArray<AssignmentModel> Reads, bool UsesBlock, int ZonesPerCall);
