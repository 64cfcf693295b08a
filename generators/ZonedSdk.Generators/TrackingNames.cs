namespace ZonedSdk.Generators;

/// <summary>The steps' names; a test says for each kind of edit which of them run.</summary>
internal static class TrackingNames
{
    public const string Gate = "Gate";
    public const string LayoutParse = "Layouts.Parse";
    public const string LayoutModel = "Layouts.Model";
    public const string LayoutDiagnostics = "Layouts.Diagnostics";
}
