namespace ZonedSdk.Generators;

/// <summary>The steps' names; a test says for each kind of edit which of them run.</summary>
internal static class TrackingNames
{
    public const string Gate = "Gate";
    public const string LayoutParse = "Layouts.Parse";
    public const string LayoutModel = "Layouts.Model";
    public const string LayoutDiagnostics = "Layouts.Diagnostics";
    public const string VolumeParse = "Volumes.Parse";
    public const string VolumeFiles = "Volumes.Files";
    public const string VolumeResolve = "Volumes.Resolve";
    public const string VolumeModel = "Volumes.Model";
    public const string VolumeDiagnostics = "Volumes.Diagnostics";
    public const string BackendParse = "Backends.Parse";
    public const string BackendModel = "Backends.Model";
    public const string BackendDiagnostics = "Backends.Diagnostics";
}
