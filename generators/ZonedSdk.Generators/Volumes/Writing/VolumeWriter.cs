using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Generators.Volumes.Models;
using ZonedSdk.Generators.Writing;

namespace ZonedSdk.Generators.Volumes.Writing;

/// <summary>From a volume's model to its source. Whatever there is to decide was decided by the resolver.</summary>
internal static class VolumeWriter
{
    public static string Write(VolumeModel model)
    {
        CodeWriter writer = new();
        GeneratedFile.Begin(writer, model.Type, $" : {VolumeCode.Descriptors}IZonedVolume<{model.Type.QualifiedName}>");
        WriteFigures(writer, model);
        WriteDescription(writer, model);
        WriteObject(writer, model);
        WriteTwins(writer, model);
        foreach (RegionModel region in model.Regions)
        {
            writer.Line();
            RegionWriter.Write(writer, model, region);
        }

        GeneratedFile.End(writer, model.Type);
        return writer.ToString();
    }

    // Where a device may have other figures, the described ones stand apart: nobody takes them for the device's.
    private static void WriteFigures(CodeWriter writer, VolumeModel model)
    {
        if (!model.FitsRegions)
        {
            WriteConstants(writer, model.Drive, Member);
            writer.Line();
            Member(writer, "Block size, zone size, zone count and size of the described device.");
            writer.Line($"public static {VolumeCode.Zoned}Geometry Geometry => Description.Geometry;");
            writer.Line();
            return;
        }

        Member(writer, "The described drive, which the twin is. A device that the volume is opened on has figures of its own.");
        writer.Open("public static class Described");
        WriteConstants(writer, model.Drive, static (writer, summary) => writer.Summary(summary));
        writer.Close();
        writer.Line();
    }

    private static void WriteConstants(CodeWriter writer, DriveModel drive, Action<CodeWriter, string> begin)
    {
        Constant("long", "ZoneSizeBytes", drive.ZoneSize, "Bytes between the starts of two zones.");
        Constant("long", "ZoneCapacityBytes", drive.ZoneCapacity, "Bytes of a sequential zone that can be written.");
        Constant("int", "ZoneCount", drive.ZoneCount, "Number of zones.");
        Constant("long", "SizeBytes", drive.Size, "Bytes of the device.");
        Constant("int", "BlockSizeBytes", drive.BlockSize, "Bytes that every read and write is a multiple of.");
        Constant("int", "MaxOpenZones", drive.MaxOpenZones, "Most zones open at once; 0 = no limit.");
        Constant("int", "MaxActiveZones", drive.MaxActiveZones, "Most zones active (open or closed) at once; 0 = no limit.", isLast: true);

        void Constant(string type, string name, long value, string summary, bool isLast = false)
        {
            begin(writer, summary);
            writer.Line($"public const {type} {name} = {VolumeCode.Number(value)};");
            if (!isLast)
            {
                writer.Line();
            }
        }
    }

    private static void WriteDescription(CodeWriter writer, VolumeModel model)
    {
        writer.Line(GeneratedFile.Mark);
        if (!model.IsSound)
        {
            writer.Line($"private static {VolumeCode.Description} Description => throw {VolumeCode.Runtime}.InvalidVolume();");
            writer.Line();
            return;
        }

        DriveModel drive = model.Drive;
        string described = model.FitsRegions ? "Described." : "";
        writer.Open($"private static {VolumeCode.Description} Description {{ get; }} = new()");
        writer.Line($"Name = {SymbolDisplay.FormatLiteral(model.Name, quote: true)},");
        writer.Line($"Geometry = new {VolumeCode.Zoned}Geometry({described}BlockSizeBytes, {described}ZoneSizeBytes, {described}SizeBytes),");
        writer.Line($"ZoneCapacityBytes = {described}ZoneCapacityBytes,");
        writer.Line($"Model = {VolumeCode.Descriptors}ZoneModel.{drive.Model},");
        writer.Line($"Flavour = {VolumeCode.Zoned}ZoneFlavour.{drive.Flavour},");
        writer.Line($"MaxOpenZones = {described}MaxOpenZones,");
        writer.Line($"MaxActiveZones = {described}MaxActiveZones,");
        writer.Line($"MaxAppendBytes = {VolumeCode.Number(drive.MaxAppendSize)},");
        if (model.FitsRegions)
        {
            writer.Line($"Fit = {VolumeCode.Descriptors}VolumeFit.Regions,");
        }

        if (drive.SerialPattern is not null)
        {
            writer.Line($"SerialPattern = {SymbolDisplay.FormatLiteral(drive.SerialPattern, quote: true)},");
        }

        writer.Line("Regions =");
        writer.Line("[");
        foreach (RegionModel region in model.Regions)
        {
            string name = SymbolDisplay.FormatLiteral(region.Name, quote: true);
            string figures = $"{VolumeCode.Number(region.FirstZone)}, {VolumeCode.Number(region.ZoneCount)}, {VolumeCode.Zoned}ZoneType.{region.ZoneType}, {VolumeCode.Descriptors}WriteMode.{WriteMode(region.Kind)}, {VolumeCode.Number(region.MaxOpen)}";
            string need = $" {{ Need = new({Count(region.Need.ZoneCount)}, {VolumeCode.Number(region.Need.OneIn)}, {VolumeCode.Number(region.Need.MaxOpen)}) }}";
            writer.Line($"    new({name}, {figures}){(model.FitsRegions ? need : "")},");
        }

        writer.Line("],");
        writer.Close("};");
        writer.Line();
    }

    private static void WriteObject(CodeWriter writer, VolumeModel model)
    {
        writer.Line(GeneratedFile.Mark);
        writer.Open($"private {model.Type.Name}({VolumeCode.Zoned}ZonedDevice device, global::System.Collections.Generic.IReadOnlyList<{VolumeCode.Region}> regions)");
        writer.Line("this.Device = device;");
        for (int index = 0; index < model.Regions.Count; index++)
        {
            writer.Line($"this.{model.Regions[index].Property} = new {model.Regions[index].Name}Region(regions[{VolumeCode.Number(index)}]);");
        }

        writer.Close();
        writer.Line();
        Member(writer, "The device; it belongs to whoever opened it.");
        writer.Line($"public {VolumeCode.Zoned}ZonedDevice Device {{ get; }}");
        writer.Line();
        foreach (RegionModel region in model.Regions)
        {
            Member(writer, $"The region of {RegionWriter.Zones(model, region)}.");
            writer.Line($"public {region.Name}Region {region.Property} {{ get; }}");
            writer.Line();
        }

        writer.Summary(model.FitsRegions ? "Lays the regions out over a device's zones." : "Makes sure that a device is the described one, field by field and zone by zone.");
        writer.Line("/// <param name=\"device\">The device; it stays the caller's. Budgets hold for the volume: open one volume on a device.</param>");
        writer.Line("/// <param name=\"cancellationToken\">Gives up.</param>");
        writer.Line($"/// <exception cref=\"global::ZonedSdk.ZoneGeometryMismatchException\">{(model.FitsRegions ? "It has no room for them" : "It is not")}; all differences are listed.</exception>");
        writer.Line("/// <exception cref=\"global::ZonedSdk.ZonedIOException\">The report failed or cannot be believed.</exception>");
        writer.Line(GeneratedFile.Mark);
        writer.Line(VolumeCode.DeviceIo);
        writer.Line($"public static async {VolumeCode.ValueTask}<{model.Type.QualifiedName}> OpenAsync({VolumeCode.Zoned}ZonedDevice device, {VolumeCode.Cancellation}) =>");
        writer.Line($"    new(device, await {VolumeCode.Runtime}.OpenAsync(device, Description, cancellationToken).ConfigureAwait(false));");
        writer.Line();
    }

    private static void WriteTwins(CodeWriter writer, VolumeModel model)
    {
        writer.Summary("Makes an emulated drive of this shape in memory, for <c>ZonedDevice.OpenAsync</c>.");
        writer.Line("/// <param name=\"options\">Faults, scheduling and whatever else has nothing to do with the shape; null = defaults.</param>");
        writer.Line(GeneratedFile.Mark);
        writer.Line($"public static {VolumeCode.Zoned}Backends.Memory.MemoryDrive CreateEmulated({VolumeCode.Zoned}Backends.Memory.MemoryDriveOptions? options = null) =>");
        writer.Line($"    {VolumeCode.Runtime}.CreateEmulated(Description, options);");
        writer.Line();
        writer.Summary("Makes an emulated drive of this shape in a new file, for <c>ZonedDevice.OpenAsync</c>.");
        writer.Line("/// <param name=\"path\">Where the image will stand; a file that exists is refused.</param>");
        if (model.FitsRegions)
        {
            writer.Line("/// <param name=\"zoneCount\">So many zones, the described share of them conventional.</param>");
        }

        writer.Line("/// <param name=\"cancellationToken\">Gives up before anything is written.</param>");
        writer.Line(GeneratedFile.Mark);
        string size = model.FitsRegions ? "int zoneCount = Described.ZoneCount, " : "";
        writer.Line($"public static global::System.Threading.Tasks.Task<{VolumeCode.Zoned}DeviceIdentity> CreateEmulatedAsync(string path, {size}{VolumeCode.Cancellation}) =>");
        writer.Line($"    {VolumeCode.Runtime}.CreateEmulatedAsync(Description, path, {(model.FitsRegions ? "zoneCount, " : "")}cancellationToken);");
    }

    private static void Member(CodeWriter writer, string summary)
    {
        writer.Summary(summary);
        writer.Line(GeneratedFile.Mark);
    }

    private static string Count(int zoneCount) => zoneCount switch
    {
        -1 => VolumeCode.Zoned + "ByteUnits.Rest",
        -2 => VolumeCode.Zoned + "ByteUnits.RestConventional",
        _ => VolumeCode.Number(zoneCount),
    };

    private static string WriteMode(RegionKind kind) => kind == RegionKind.ReadOnly ? "None" : kind.ToString();
}
