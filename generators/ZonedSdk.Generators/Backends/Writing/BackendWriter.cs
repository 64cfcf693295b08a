using ZonedSdk.Generators.Backends.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Backends.Writing;

/// <summary>From a backend's model to its source. Whatever there is to decide was decided by the parser.</summary>
internal static class BackendWriter
{
    public static string Write(BackendModel model)
    {
        CodeWriter writer = new();
        string bases = model.Kind switch
        {
            BackendKind.Table => "",
            BackendKind.Commands when model.IsSound => $" : {BackendCode.Interface}, {BackendCode.CommandSet}",
            BackendKind.Medium when model.IsSound => $" : {BackendCode.Interface}, {BackendCode.Medium}",
            _ => $" : {BackendCode.Interface}",
        };
        GeneratedFile.Begin(writer, model.Type, bases);
        TableWriter.Write(writer, model);
        if (model.Kind != BackendKind.Table)
        {
            InterfaceWriter.Write(writer, model);
        }

        if (model.Kind is BackendKind.Commands or BackendKind.Medium)
        {
            StartWriter.Write(writer, model);
        }

        if (model is { IsSound: true, Kind: BackendKind.Commands })
        {
            CommandSetWriter.Write(writer, model);
        }
        else if (model is { IsSound: true, Kind: BackendKind.Medium })
        {
            MediumWriter.Write(writer, model);
        }

        foreach (string core in model.Cores)
        {
            writer.Line();
            writer.Line(core);
        }

        GeneratedFile.End(writer, model.Type);
        return writer.ToString();
    }
}
