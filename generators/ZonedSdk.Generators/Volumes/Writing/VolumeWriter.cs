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
        GeneratedFile.Begin(writer, model.Type);
        WriteConstants(writer, model.Drive);
        WriteDescription(writer, model);
        WriteObject(writer, model);
        WriteTwins(writer);
        foreach (RegionModel region in model.Regions)
        {
            writer.Line();
            RegionWriter.Write(writer, model.Drive, region);
        }

        GeneratedFile.End(writer, model.Type);
        return writer.ToString();
    }

    private static void WriteConstants(CodeWriter writer, DriveModel drive)
    {
        Constant("long", "ZoneSizeBytes", drive.ZoneSize, "Bytes between the starts of two zones.");
        Constant("long", "ZoneCapacityBytes", drive.ZoneCapacity, "Bytes of a sequential zone that can be written.");
        Constant("int", "ZoneCount", drive.ZoneCount, "Number of zones.");
        Constant("long", "SizeBytes", drive.Size, "Bytes of the device.");
        Constant("int", "BlockSizeBytes", drive.BlockSize, "Bytes that every read and write is a multiple of.");
        Constant("int", "MaxOpenZones", drive.MaxOpenZones, "Most zones open at once; 0 = no limit.");
        Constant("int", "MaxActiveZones", drive.MaxActiveZones, "Most zones active (open or closed) at once; 0 = no limit.");

        void Constant(string type, string name, long value, string summary)
        {
            Member(writer, summary);
            writer.Line($"public const {type} {name} = {VolumeCode.Number(value)};");
            writer.Line();
        }
    }

    private static void WriteDescription(CodeWriter writer, VolumeModel model)
    {
        Member(writer, "Block size, zone size, zone count and size of the described device.");
        writer.Line($"public static {VolumeCode.Zoned}Geometry Geometry => Description.Geometry;");
        writer.Line();
        writer.Line(GeneratedFile.Mark);
        if (!model.IsSound)
        {
            writer.Line($"private static {VolumeCode.Description} Description => throw {VolumeCode.Runtime}.InvalidVolume();");
            writer.Line();
            return;
        }

        DriveModel drive = model.Drive;
        writer.Open($"private static {VolumeCode.Description} Description {{ get; }} = new()");
        writer.Line($"Name = {SymbolDisplay.FormatLiteral(model.Name, quote: true)},");
        writer.Line($"Geometry = new {VolumeCode.Zoned}Geometry(BlockSizeBytes, ZoneSizeBytes, SizeBytes),");
        writer.Line("ZoneCapacityBytes = ZoneCapacityBytes,");
        writer.Line($"Model = {VolumeCode.Descriptors}ZoneModel.{drive.Model},");
        writer.Line($"Flavour = {VolumeCode.Zoned}ZoneFlavour.{drive.Flavour},");
        writer.Line("MaxOpenZones = MaxOpenZones,");
        writer.Line("MaxActiveZones = MaxActiveZones,");
        writer.Line($"MaxAppendBytes = {VolumeCode.Number(drive.MaxAppendSize)},");
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
            writer.Line($"    new({name}, {figures}),");
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
            Member(writer, $"The region of {RegionWriter.Zones(region)}.");
            writer.Line($"public {region.Name}Region {region.Property} {{ get; }}");
            writer.Line();
        }

        writer.Summary("Makes sure that a device is the described one, field by field and zone by zone.");
        writer.Line("/// <param name=\"device\">The device; it stays the caller's. Budgets hold for the volume: open one volume on a device.</param>");
        writer.Line("/// <param name=\"cancellationToken\">Gives up.</param>");
        writer.Line("/// <exception cref=\"global::ZonedSdk.ZoneGeometryMismatchException\">It is not; all differences are listed.</exception>");
        writer.Line("/// <exception cref=\"global::ZonedSdk.ZonedIOException\">The report failed or cannot be believed.</exception>");
        writer.Line(GeneratedFile.Mark);
        writer.Line(VolumeCode.DeviceIo);
        writer.Line($"public static async {VolumeCode.ValueTask}<{model.Type.QualifiedName}> OpenAsync({VolumeCode.Zoned}ZonedDevice device, {VolumeCode.Cancellation}) =>");
        writer.Line($"    new(device, await {VolumeCode.Runtime}.OpenAsync(device, Description, cancellationToken).ConfigureAwait(false));");
        writer.Line();
    }

    private static void WriteTwins(CodeWriter writer)
    {
        writer.Summary("Makes an emulated drive of this shape in memory, for <c>ZonedDevice.OpenAsync</c>.");
        writer.Line("/// <param name=\"options\">Faults, scheduling and whatever else has nothing to do with the shape; null = defaults.</param>");
        writer.Line(GeneratedFile.Mark);
        writer.Line($"public static {VolumeCode.Zoned}Backends.Memory.MemoryDrive CreateEmulated({VolumeCode.Zoned}Backends.Memory.MemoryDriveOptions? options = null) =>");
        writer.Line($"    {VolumeCode.Runtime}.CreateEmulated(Description, options);");
        writer.Line();
        writer.Summary("Makes an emulated drive of this shape in a new file, for <c>ZonedDevice.OpenAsync</c>.");
        writer.Line("/// <param name=\"path\">Where the image will stand; a file that exists is refused.</param>");
        writer.Line("/// <param name=\"cancellationToken\">Gives up before anything is written.</param>");
        writer.Line(GeneratedFile.Mark);
        writer.Line($"public static global::System.Threading.Tasks.Task<{VolumeCode.Zoned}DeviceIdentity> CreateEmulatedAsync(string path, {VolumeCode.Cancellation}) =>");
        writer.Line($"    {VolumeCode.Runtime}.CreateEmulatedAsync(Description, path, cancellationToken);");
    }

    private static void Member(CodeWriter writer, string summary)
    {
        writer.Summary(summary);
        writer.Line(GeneratedFile.Mark);
    }

    private static string WriteMode(RegionKind kind) => kind == RegionKind.ReadOnly ? "None" : kind.ToString();
}
