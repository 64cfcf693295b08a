using ZonedSdk;
using ZonedSdk.Descriptors;
using static ZonedSdk.ByteUnits;

byte[] bytes = new byte[Record.Size];
Record.Writer writer = Record.Write(bytes);
writer.Length = new Bytes(4096);

await using ZonedDevice device = await ZonedDevice.OpenAsync(Volume.CreateEmulated());
Volume volume = await Volume.OpenAsync(device);
await using Volume.DataLease lease = await volume.Data.OpenAsync();
byte[] block = new byte[Volume.BlockSizeBytes];
bytes.CopyTo(block, 0);
Volume.DataAddress at = await lease.AppendAsync(block);
byte[] back = new byte[Volume.BlockSizeBytes];
await volume.Data.ReadAsync(at, back);
Console.WriteLine($"read {new Record(back).Length.Value} at {at.Offset}");

[BinaryLayout(8, Endian.Little)]
internal readonly ref partial struct Record
{
    [Field(0, Unit = Unit.Byte)] public partial Bytes Length { get; }
}

[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 4 * MiB, ZoneCount = 4, LogicalBlockSize = 4096)]
[ZoneRegion("Data", ZoneCount = Rest, Write = WriteMode.Append)]
internal sealed partial class Volume;
