using Linux;

public static class Probe
{
    public static string Run()
    {
        // Two zones announced, and room for one and a half: the second one is not there.
        byte[] buffer = new byte[BlkZoneReport.Size + BlkZone.Size + (BlkZone.Size / 2)];
        new Random(1).NextBytes(buffer);
        BlkZoneReport.Writer header = BlkZoneReport.Write(buffer);
        header.ZoneCount = 2;
        header.Flags = ReportFlags.Capacity;
        BlkZone.Writer writer = BlkZone.Write(buffer.AsSpan(BlkZoneReport.Size));
        writer.Start = new Sectors512(524288);
        writer.Length = new Sectors512(524288);
        writer.WritePointer = new Sectors512(524296);
        writer.Type = ZoneType.SequentialWriteRequired;
        writer.Condition = ZoneCondition.Closed;
        writer.ResetRecommended = true;
        writer.Capacity = new Sectors512(520000);

        BlkZoneReport report = new(buffer);
        if (report.EnumerateEntries().Count != 1 || report.EnumerateEntries(128).Count != 1)
        {
            return "count";
        }

        foreach (BlkZone zone in report.EnumerateEntries())
        {
            bool same = zone.Start.Value == 524288 && zone.Length.Value == 524288 && zone.WritePointer.Value == 524296
                && zone.Type == ZoneType.SequentialWriteRequired && zone.Condition == ZoneCondition.Closed
                && !zone.NonSequential && zone.ResetRecommended && zone.Capacity.Value == 520000 && zone.Validate().IsNone;
            if (!same)
            {
                return "values";
            }
        }

        // Without the flag the capacity means nothing, and the length stands for it.
        header.Flags = ReportFlags.None;
        if (!BlkZone.TryRead(buffer.AsSpan(BlkZoneReport.Size), report, out BlkZone old) || old.Capacity != old.Length)
        {
            return "capacity";
        }

        buffer[BlkZoneReport.Size + 40] = 1;
        if (old.Validate() != new LayoutFault(LayoutFaultKind.ReservedNotZero, 40))
        {
            return "reserved";
        }

        return BlkZone.TryRead(buffer.AsSpan(0, 63), report, out _) ? "short" : "ok";
    }
}

namespace Linux
{
    [Flags]
    public enum ReportFlags : uint
    {
        None = 0,
        Capacity = 1,
    }

    [BinaryLayout(16, Endian.Host), Entries(typeof(BlkZone), Count = nameof(ZoneCount))]
    public readonly ref partial struct BlkZoneReport
    {
        [Field(0, Unit = Unit.Sector512)] public partial Sectors512 Start { get; }
        [Field(8, Unit = Unit.Count)] public partial uint ZoneCount { get; }
        [Field(12)] public partial ReportFlags Flags { get; }
    }

    [BinaryLayout(64, Endian.Host, Header = typeof(BlkZoneReport)), Reserved(28, 4), Reserved(40, 24)]
    public readonly ref partial struct BlkZone
    {
        [Field(0, Unit = Unit.Sector512)] public partial Sectors512 Start { get; }
        [Field(8, Unit = Unit.Sector512)] public partial Sectors512 Length { get; }
        [Field(16, Unit = Unit.Sector512)] public partial Sectors512 WritePointer { get; }
        [Field(24)] public partial ZoneType Type { get; }
        [Field(25)] public partial ZoneCondition Condition { get; }
        [Field(26)] public partial bool NonSequential { get; }
        [Field(27)] public partial bool ResetRecommended { get; }
        [Field(32, Unit = Unit.Sector512), When(nameof(BlkZoneReport.Flags), ReportFlags.Capacity), Else(nameof(Length))]
        public partial Sectors512 Capacity { get; }
    }
}
