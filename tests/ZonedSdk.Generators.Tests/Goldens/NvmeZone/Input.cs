using Nvme;

public static class Probe
{
    public static string Run()
    {
        byte[] bytes = new byte[64];
        Array.Fill(bytes, (byte)0xAA);
        NvmeZoneDescriptor.Writer writer = NvmeZoneDescriptor.Write(bytes);
        writer.Type = NvmeZoneType.SequentialWriteRequired;
        writer.State = NvmeZoneState.Full;
        writer.Attributes = NvmeZoneAttributes.ResetRecommended;
        writer.Capacity = new Lba(0x1122334455667788);
        writer.WritePointer = new Lba(ulong.MaxValue);
        string expected = "02E0040000000000" + "8877665544332211" + "0000000000000000" + "FFFFFFFFFFFFFFFF" + new string('0', 64);
        if (Convert.ToHexString(bytes) != expected)
        {
            return Convert.ToHexString(bytes);
        }

        NvmeZoneDescriptor zone = new(bytes);
        if (zone.Type != NvmeZoneType.SequentialWriteRequired || zone.State != NvmeZoneState.Full || zone.Capacity.Value != 0x1122334455667788)
        {
            return "values";
        }

        // Bits that belong to others stay as they are.
        writer.State = NvmeZoneState.Empty;
        if (bytes[1] != 0x10 || bytes[0] != 2)
        {
            return "bits";
        }

        try
        {
            writer.State = (NvmeZoneState)0x10;
            return "too wide";
        }
        catch (ArgumentOutOfRangeException)
        {
        }

        bytes[1] |= 1;
        if (zone.Validate() != new LayoutFault(LayoutFaultKind.ReservedNotZero, 1))
        {
            return "reserved bits";
        }

        bytes[1] = 0x70;
        return zone.Validate() == new LayoutFault(LayoutFaultKind.UndefinedValue, NvmeZoneDescriptor.Offsets.State) ? "ok" : "undefined";
    }
}

namespace Nvme
{
    public enum NvmeZoneType : byte
    {
        SequentialWriteRequired = 2,
    }

    public enum NvmeZoneState : byte
    {
        Empty = 1,
        ImplicitlyOpened = 2,
        ExplicitlyOpened = 3,
        Closed = 4,
        ReadOnly = 0xD,
        Full = 0xE,
        Offline = 0xF,
    }

    [Flags]
    public enum NvmeZoneAttributes : byte
    {
        None = 0,
        FinishedByController = 1,
        FinishRecommended = 2,
        ResetRecommended = 4,
    }

    [BinaryLayout(64, Endian.Little), ReservedBits(0, 7, 4), ReservedBits(1, 3, 0), Reserved(4, 4), Reserved(32, 32)]
    public readonly ref partial struct NvmeZoneDescriptor
    {
        [BitField(0, 3, 0)] public partial NvmeZoneType Type { get; }
        [BitField(1, 7, 4)] public partial NvmeZoneState State { get; }
        [Field(2)] public partial NvmeZoneAttributes Attributes { get; }
        [Field(3)] public partial byte AttributeInformation { get; }
        [Field(8, Unit = Unit.LogicalBlock)] public partial Lba Capacity { get; }
        [Field(16, Unit = Unit.LogicalBlock)] public partial Lba Start { get; }
        [Field(24, Unit = Unit.LogicalBlock)] public partial Lba WritePointer { get; }
    }
}
