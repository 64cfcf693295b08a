namespace ZonedSdk.Generators.Tests.Backends;

/// <summary>A backend in parts, so that a test can put one wrong part among right ones.</summary>
internal static class BackendSources
{
    public const string Usings = "global using ZonedSdk.Backends; global using ZonedSdk.Layouts;\n";

    /// <summary>Uses what is emitted, so that a shell which lacks a part of it shows.</summary>
    public const string Use = Usings + """
        public static class Use
        {
            public static async System.Threading.Tasks.Task<string> AllAsync(X x, ZoneInfo[] zones)
            {
                IZoneBackend backend = x;
                backend.Kick();
                x.Kick();
                await x.FlushAsync(0, default);
                await x.ReportAsync(0, zones, default);
                await x.ManageAsync(ZoneAction.Reset, 0, default);
                await x.DisposeAsync();
                return x.Name + x.Identity + x.Geometry + x.Limits + x.Capabilities + x.Description;
            }
        }

        """;

    public const string Append = "[Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)]";

    public const string Conditions = "[Emulates(ZoneCommand.Open, With = Emulation.Conditions), Emulates(ZoneCommand.Close, With = Emulation.Conditions), Emulates(ZoneCommand.Finish, With = Emulation.Conditions), Emulates(ZoneCommand.Report, With = Emulation.Conditions)]";

    public const string Management = "[Command(ZoneCommand.Open), Command(ZoneCommand.Close), Command(ZoneCommand.Finish), Command(ZoneCommand.Reset)]";

    public const string Transfers = "[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Flush)]";

    public const string Report = "[Command(ZoneCommand.Report)]";

    /// <summary>A drive that has every command.</summary>
    public const string Rows = Transfers + Management + Report + Append;

    public const string TransferCores = "private partial long ReadCore(int zone, long offsetInZone, Span<byte> buffer) => 0; private partial long WriteCore(int zone, long offsetInZone, ReadOnlySpan<byte> data) => 0; private partial int FlushCore(int zone) => 0;";

    public const string ManagementCores = "private partial int OpenCore(int zone) => 0; private partial int CloseCore(int zone) => 0; private partial int FinishCore(int zone) => 0; private partial int ResetCore(int zone) => 0;";

    public const string ReportCore = "private partial int ReportCore(int firstZone, Span<ZoneInfo> zones) => 0;";

    public const string Cores = TransferCores + ManagementCores + ReportCore;

    /// <summary>A medium whose conditions the adapter keeps.</summary>
    public const string MediumRows = Transfers + "[Command(ZoneCommand.Reset)]" + Conditions + Append;

    public const string MediumCores = TransferCores + "private partial int ResetCore(int zone) => 0; private partial MediumZone LoadCore(int zone) => default; private partial int StoreCore(int zone, MediumZone state) => 0;";

    public static string Backend(string rows = Rows, string cores = Cores, string figures = "", string type = "public sealed partial class X") =>
        $"[ZonedBackend(\"x\"{figures})]{rows} {type} {{ public X(BackendShape shape) => Start(shape); {cores} }}";
}
