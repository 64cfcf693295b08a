using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Backends.Writing;

/// <summary>Writes the members of the runtime's interface: each goes to the engine, but for those that the class has itself.</summary>
internal static class InterfaceWriter
{
    private static readonly (string Type, string Name, string Parameters, string Arguments)[] s_members =
    [
        ("string", "Name", "", ""),
        (BackendCode.Zoned + "DeviceIdentity", "Identity", "", ""),
        (BackendCode.Zoned + "Geometry", "Geometry", "", ""),
        (BackendCode.Zoned + "Limits", "Limits", "", ""),
        (BackendCode.Backends + "BackendCapabilities", "Capabilities", "", ""),
        (BackendCode.Backends + "BackendDescription", "Description", "", ""),
        ("void", "Submit", $"({BackendCode.Backends}ZoneRequest request)", "(request)"),
        ("void", "Kick", "()", "()"),
        (BackendCode.Result, "ManageAsync", $"({BackendCode.Backends}ZoneAction action, int zone, {BackendCode.Cancellation})", "(action, zone, cancellationToken)"),
        (BackendCode.Result, "ReportAsync", $"(int firstZone, global::System.Memory<{BackendCode.Zoned}ZoneInfo> zones, {BackendCode.Cancellation})", "(firstZone, zones, cancellationToken)"),
        (BackendCode.Result, "FlushAsync", $"(int zone, {BackendCode.Cancellation})", "(zone, cancellationToken)"),
        ("global::System.Threading.Tasks.ValueTask", "DisposeAsync", "()", "()"),
    ];

    public static void Write(CodeWriter writer, BackendModel model)
    {
        bool isFirst = model.Kind == BackendKind.Engine && model.Errors.Count == 0;
        foreach ((string type, string name, string parameters, string arguments) in s_members)
        {
            string body = model.IsSound ? $"{model.Engine}.{name}{arguments}" : BackendCode.Invalid;
            if (model.Clashing.Contains(name))
            {
                string owner = name == "DisposeAsync" ? "global::System.IAsyncDisposable" : BackendCode.Interface;
                Separate();
                writer.Line($"{type} {owner}.{name}{parameters} => {body};");
            }
            else if (!model.Left.Contains(name))
            {
                Separate();
                writer.Line("/// <inheritdoc/>");
                writer.Line(GeneratedFile.Mark);
                writer.Line($"public {type} {name}{parameters} => {body};");
            }
        }

        void Separate()
        {
            if (!isFirst)
            {
                writer.Line();
            }

            isFirst = false;
        }
    }
}
