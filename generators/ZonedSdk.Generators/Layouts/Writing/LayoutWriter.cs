using ZonedSdk.Generators.Layouts.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Layouts.Writing;

/// <summary>From a layout's model to its source. Whatever there is to decide was decided by the parser.</summary>
internal static class LayoutWriter
{
    public static string Write(LayoutModel model)
    {
        CodeWriter writer = new();
        GeneratedFile.Begin(writer, model.Type);
        if (model.Body is { } body)
        {
            LayoutViewWriter.Write(writer, model.Type, body);
            LayoutWriterWriter.Write(writer, body);
            if (body.Entries is { } entries)
            {
                LayoutEntriesWriter.Write(writer, model.Type, body, entries);
            }

            LayoutMapWriter.Write(writer, body);
        }
        else if (model.Shell is { } shell)
        {
            LayoutShellWriter.Write(writer, model.Type, shell);
        }

        GeneratedFile.End(writer, model.Type);
        return writer.ToString();
    }
}
