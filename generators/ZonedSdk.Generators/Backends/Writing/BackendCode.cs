namespace ZonedSdk.Generators.Backends.Writing;

/// <summary>Names of the runtime as emitted backends spell them.</summary>
internal static class BackendCode
{
    public const string Zoned = "global::ZonedSdk.";
    public const string Backends = "global::ZonedSdk.Backends.";
    public const string Descriptors = "global::ZonedSdk.Descriptors.";
    public const string Services = "global::ZonedSdk.CompilerServices.";
    public const string Runtime = Services + "BackendRuntime";
    public const string Interface = Backends + "IZoneBackend";
    public const string CommandSet = Services + "ICommandSet";
    public const string Medium = Services + "IZoneMedium";
    public const string Result = "global::System.Threading.Tasks.ValueTask<" + Backends + "BackendResult>";
    public const string Cancellation = "global::System.Threading.CancellationToken cancellationToken";
    public const string Bytes = "global::System.Span<byte>";
    public const string ReadOnlyBytes = "global::System.ReadOnlySpan<byte>";
    public const string Invalid = "throw " + Runtime + ".InvalidBackend()";
}
