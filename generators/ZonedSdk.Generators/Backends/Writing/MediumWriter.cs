using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Backends.Writing;

/// <summary>Writes the members of a medium whose conditions the adapter keeps.</summary>
internal static class MediumWriter
{
    public static void Write(CodeWriter writer, BackendModel model)
    {
        Member($"{BackendCode.Backends}MediumZone {BackendCode.Medium}.Load(int zone) => this.LoadCore(zone);");
        Member($"int {BackendCode.Medium}.Store(int zone, {BackendCode.Backends}MediumZone state) => this.StoreCore(zone, state);");
        Member($"long {BackendCode.Medium}.Read(int zone, long offsetInZone, {BackendCode.Bytes} buffer) => this.ReadCore(zone, offsetInZone, buffer);");
        Member($"long {BackendCode.Medium}.Write(int zone, long offsetInZone, {BackendCode.ReadOnlyBytes} data) => this.WriteCore(zone, offsetInZone, data);");
        foreach (CommandRowModel command in model.Commands)
        {
            Member($"int {BackendCode.Medium}.{command.Action}(int zone) => {command.Call};");
        }

        Member($"int {BackendCode.Medium}.Flush(int zone) => {model.Flush};");
        Member($"{BackendCode.Zoned}ZoneError {BackendCode.Medium}.MapError(int code) => MapError(code);");
        CommandSetWriter.WriteClose(writer, model, BackendCode.Medium);

        void Member(string text)
        {
            writer.Line();
            writer.Line(GeneratedFile.Mark);
            writer.Line(text);
        }
    }
}
