using ZonedSdk.Backends.Image.Format;
using ZonedSdk.Descriptors;
using ZonedSdk.Layouts;
using ZonedSdk.Logs.Format;

namespace ZonedSdk.Tests.Layouts;

/// <summary>Reads every field of a layout and writes it again.</summary>
internal delegate void LayoutCopy(ReadOnlySpan<byte> source, Span<byte> destination);

/// <summary>A layout of ours, with its map and its copy.</summary>
internal sealed record CopiedLayout(int SizeBytes, IReadOnlyList<LayoutField> Map, LayoutCopy Copy);

/// <summary>Every layout of ours.</summary>
internal static class LayoutCopies
{
    public static IReadOnlyDictionary<string, CopiedLayout> All { get; } = new Dictionary<string, CopiedLayout>
    {
        [nameof(BlkZone)] = new(BlkZone.Size, BlkZone.Map, CopyWithHeader),
        [nameof(BlkZoneRange)] = new(BlkZoneRange.Size, BlkZoneRange.Map, static (source, destination) => Copy(new BlkZoneRange(source), BlkZoneRange.Write(destination))),
        [nameof(BlkZoneReport)] = new(BlkZoneReport.Size, BlkZoneReport.Map, static (source, destination) => Copy(new BlkZoneReport(source), BlkZoneReport.Write(destination))),
        [nameof(CheckpointLayout)] = new(CheckpointLayout.Size, CheckpointLayout.Map, static (source, destination) => Copy(new CheckpointLayout(source), CheckpointLayout.Write(destination))),
        [nameof(JournalEntryLayout)] = new(JournalEntryLayout.Size, JournalEntryLayout.Map, static (source, destination) => Copy(new JournalEntryLayout(source), JournalEntryLayout.Write(destination))),
        [nameof(JournalLayout)] = new(JournalLayout.Size, JournalLayout.Map, static (source, destination) => Copy(new JournalLayout(source), JournalLayout.Write(destination))),
        [nameof(LogEntryLayout)] = new(LogEntryLayout.Size, LogEntryLayout.Map, static (source, destination) => Copy(new LogEntryLayout(source), LogEntryLayout.Write(destination))),
        [nameof(LogGroupLayout)] = new(LogGroupLayout.Size, LogGroupLayout.Map, static (source, destination) => Copy(new LogGroupLayout(source), LogGroupLayout.Write(destination))),
        [nameof(LogZoneHeaderLayout)] = new(LogZoneHeaderLayout.Size, LogZoneHeaderLayout.Map, static (source, destination) => Copy(new LogZoneHeaderLayout(source), LogZoneHeaderLayout.Write(destination))),
        [nameof(NvmeChangedZone)] = new(NvmeChangedZone.Size, NvmeChangedZone.Map, static (source, destination) => Copy(new NvmeChangedZone(source), NvmeChangedZone.Write(destination))),
        [nameof(NvmeChangedZoneList)] = new(NvmeChangedZoneList.Size, NvmeChangedZoneList.Map, static (source, destination) => Copy(new NvmeChangedZoneList(source), NvmeChangedZoneList.Write(destination))),
        [nameof(NvmeControllerIdentity)] = new(NvmeControllerIdentity.Size, NvmeControllerIdentity.Map, static (source, destination) => Copy(new NvmeControllerIdentity(source), NvmeControllerIdentity.Write(destination))),
        [nameof(NvmeIdentifyCommand)] = new(NvmeIdentifyCommand.Size, NvmeIdentifyCommand.Map, static (source, destination) => Copy(new NvmeIdentifyCommand(source), NvmeIdentifyCommand.Write(destination))),
        [nameof(NvmeLbaFormat)] = new(NvmeLbaFormat.Size, NvmeLbaFormat.Map, static (source, destination) => Copy(new NvmeLbaFormat(source), NvmeLbaFormat.Write(destination))),
        [nameof(NvmeLogPageCommand)] = new(NvmeLogPageCommand.Size, NvmeLogPageCommand.Map, static (source, destination) => Copy(new NvmeLogPageCommand(source), NvmeLogPageCommand.Write(destination))),
        [nameof(NvmeNamespaceIdentity)] = new(NvmeNamespaceIdentity.Size, NvmeNamespaceIdentity.Map, static (source, destination) => Copy(new NvmeNamespaceIdentity(source), NvmeNamespaceIdentity.Write(destination))),
        [nameof(NvmeZoneManagementCommand)] = new(NvmeZoneManagementCommand.Size, NvmeZoneManagementCommand.Map, static (source, destination) => Copy(new NvmeZoneManagementCommand(source), NvmeZoneManagementCommand.Write(destination))),
        [nameof(NvmeTransferCommand)] = new(NvmeTransferCommand.Size, NvmeTransferCommand.Map, static (source, destination) => Copy(new NvmeTransferCommand(source), NvmeTransferCommand.Write(destination))),
        [nameof(NvmeZoneDescriptor)] = new(NvmeZoneDescriptor.Size, NvmeZoneDescriptor.Map, static (source, destination) => Copy(new NvmeZoneDescriptor(source), NvmeZoneDescriptor.Write(destination))),
        [nameof(NvmeZoneReport)] = new(NvmeZoneReport.Size, NvmeZoneReport.Map, static (source, destination) => Copy(new NvmeZoneReport(source), NvmeZoneReport.Write(destination))),
        [nameof(NvmeZonedControllerIdentity)] = new(NvmeZonedControllerIdentity.Size, NvmeZonedControllerIdentity.Map, static (source, destination) => Copy(new NvmeZonedControllerIdentity(source), NvmeZonedControllerIdentity.Write(destination))),
        [nameof(NvmeZonedFormat)] = new(NvmeZonedFormat.Size, NvmeZonedFormat.Map, static (source, destination) => Copy(new NvmeZonedFormat(source), NvmeZonedFormat.Write(destination))),
        [nameof(NvmeZonedNamespaceIdentity)] = new(NvmeZonedNamespaceIdentity.Size, NvmeZonedNamespaceIdentity.Map, static (source, destination) => Copy(new NvmeZonedNamespaceIdentity(source), NvmeZonedNamespaceIdentity.Write(destination))),
        [nameof(PageLayout)] = new(PageLayout.Size, PageLayout.Map, static (source, destination) => Copy(new PageLayout(source), PageLayout.Write(destination))),
        [nameof(Qcow2ZoneEntry)] = new(Qcow2ZoneEntry.Size, Qcow2ZoneEntry.Map, static (source, destination) => Copy(new Qcow2ZoneEntry(source), Qcow2ZoneEntry.Write(destination))),
        [nameof(Qcow2ZonedExtension)] = new(Qcow2ZonedExtension.Size, Qcow2ZonedExtension.Map, static (source, destination) => Copy(new Qcow2ZonedExtension(source), Qcow2ZonedExtension.Write(destination))),
        [nameof(RegionLayout)] = new(RegionLayout.Size, RegionLayout.Map, static (source, destination) => Copy(new RegionLayout(source), RegionLayout.Write(destination))),
        [nameof(SuperblockLayout)] = new(SuperblockLayout.Size, SuperblockLayout.Map, static (source, destination) => Copy(new SuperblockLayout(source), SuperblockLayout.Write(destination))),
        [nameof(ZbcZoneDescriptor)] = new(ZbcZoneDescriptor.Size, ZbcZoneDescriptor.Map, static (source, destination) => Copy(new ZbcZoneDescriptor(source), ZbcZoneDescriptor.Write(destination))),
        [nameof(ZbcZoneReport)] = new(ZbcZoneReport.Size, ZbcZoneReport.Map, static (source, destination) => Copy(new ZbcZoneReport(source), ZbcZoneReport.Write(destination))),
        [nameof(ZoneEntryLayout)] = new(ZoneEntryLayout.Size, ZoneEntryLayout.Map, static (source, destination) => Copy(new ZoneEntryLayout(source), ZoneEntryLayout.Write(destination))),
    };

    /// <summary>The capacity is read where the report says that it is there.</summary>
    private static void CopyWithHeader(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Span<byte> header = stackalloc byte[BlkZoneReport.Size];
        BlkZoneReport.Writer writer = BlkZoneReport.Write(header);
        writer.Flags = BlkZoneReportFlags.Capacity;
        Copy(new BlkZone(source, new BlkZoneReport(header)), BlkZone.Write(destination));
    }

    private static void Copy(BlkZone view, BlkZone.Writer writer)
    {
        writer.Start = view.Start;
        writer.Length = view.Length;
        writer.WritePointer = view.WritePointer;
        writer.Type = view.Type;
        writer.Condition = view.Condition;
        writer.NonSequential = view.NonSequential;
        writer.ResetRecommended = view.ResetRecommended;
        writer.Capacity = view.Capacity;
    }

    private static void Copy(NvmeZoneManagementCommand view, NvmeZoneManagementCommand.Writer writer)
    {
        writer.Opcode = view.Opcode;
        writer.Namespace = view.Namespace;
        writer.DataAddress = view.DataAddress;
        writer.DataLength = view.DataLength;
        writer.Start = view.Start;
        writer.DataDwords = view.DataDwords;
        writer.Action = view.Action;
        writer.IsPartial = view.IsPartial;
        writer.TimeoutMilliseconds = view.TimeoutMilliseconds;
        writer.Result = view.Result;
    }

    private static void Copy(NvmeChangedZone view, NvmeChangedZone.Writer writer) => writer.Start = view.Start;

    private static void Copy(NvmeChangedZoneList view, NvmeChangedZoneList.Writer writer) => writer.ZoneCount = view.ZoneCount;

    private static void Copy(NvmeLogPageCommand view, NvmeLogPageCommand.Writer writer)
    {
        writer.Opcode = view.Opcode;
        writer.Namespace = view.Namespace;
        writer.DataAddress = view.DataAddress;
        writer.DataLength = view.DataLength;
        writer.LogPage = view.LogPage;
        writer.RetainsEvent = view.RetainsEvent;
        writer.DataDwords = view.DataDwords;
        writer.CommandSet = view.CommandSet;
        writer.TimeoutMilliseconds = view.TimeoutMilliseconds;
    }

    private static void Copy(NvmeControllerIdentity view, NvmeControllerIdentity.Writer writer)
    {
        writer.MaxTransferExponent = view.MaxTransferExponent;
        writer.KeepsChangedZones = view.KeepsChangedZones;
        writer.HasVolatileCache = view.HasVolatileCache;
    }

    private static void Copy(NvmeIdentifyCommand view, NvmeIdentifyCommand.Writer writer)
    {
        writer.Opcode = view.Opcode;
        writer.Namespace = view.Namespace;
        writer.DataAddress = view.DataAddress;
        writer.DataLength = view.DataLength;
        writer.Structure = view.Structure;
        writer.CommandSet = view.CommandSet;
        writer.TimeoutMilliseconds = view.TimeoutMilliseconds;
    }

    private static void Copy(NvmeLbaFormat view, NvmeLbaFormat.Writer writer)
    {
        writer.MetadataBytes = view.MetadataBytes;
        writer.SizeExponent = view.SizeExponent;
        writer.RelativePerformance = view.RelativePerformance;
    }

    private static void Copy(NvmeNamespaceIdentity view, NvmeNamespaceIdentity.Writer writer)
    {
        writer.BlockCount = view.BlockCount;
        writer.LastFormat = view.LastFormat;
        writer.FormatLow = view.FormatLow;
        writer.MetadataAreInline = view.MetadataAreInline;
        writer.FormatHigh = view.FormatHigh;
        for (int index = 0; index < 64; index++)
        {
            Copy(view.Format(index), writer.Format(index));
        }
    }

    private static void Copy(NvmeTransferCommand view, NvmeTransferCommand.Writer writer)
    {
        writer.Opcode = view.Opcode;
        writer.Namespace = view.Namespace;
        writer.DataAddress = view.DataAddress;
        writer.DataLength = view.DataLength;
        writer.Start = view.Start;
        writer.LastBlock = view.LastBlock;
        writer.TimeoutMilliseconds = view.TimeoutMilliseconds;
        writer.Assigned = view.Assigned;
    }

    private static void Copy(NvmeZonedControllerIdentity view, NvmeZonedControllerIdentity.Writer writer)
    {
        writer.MaxAppendExponent = view.MaxAppendExponent;
    }

    private static void Copy(NvmeZonedFormat view, NvmeZonedFormat.Writer writer)
    {
        writer.ZoneSize = view.ZoneSize;
        writer.DescriptorExtensionUnits = view.DescriptorExtensionUnits;
    }

    private static void Copy(NvmeZonedNamespaceIdentity view, NvmeZonedNamespaceIdentity.Writer writer)
    {
        writer.LastActive = view.LastActive;
        writer.LastOpen = view.LastOpen;
        for (int index = 0; index < 64; index++)
        {
            Copy(view.Format(index), writer.Format(index));
        }
    }

    private static void Copy(BlkZoneRange view, BlkZoneRange.Writer writer)
    {
        writer.Start = view.Start;
        writer.Length = view.Length;
    }

    private static void Copy(BlkZoneReport view, BlkZoneReport.Writer writer)
    {
        writer.Start = view.Start;
        writer.ZoneCount = view.ZoneCount;
        writer.Flags = view.Flags;
    }

    private static void Copy(CheckpointLayout view, CheckpointLayout.Writer writer)
    {
        writer.Magic = view.Magic;
        writer.Uuid = view.Uuid;
        writer.Generation = view.Generation;
        writer.Sequence = view.Sequence;
        writer.RecordChecksum = view.RecordChecksum;
        writer.OpenCount = view.OpenCount;
        writer.PageCount = view.PageCount;
        writer.PageNumber = view.PageNumber;
        writer.EntryCount = view.EntryCount;
        writer.Checksum = view.Checksum;
        for (int index = 0; index < CheckpointPage.EntriesPerPage; index++)
        {
            Copy(view.Entry(index), writer.Entry(index));
        }
    }

    private static void Copy(JournalEntryLayout view, JournalEntryLayout.Writer writer)
    {
        writer.Zone = view.Zone;
        Copy(view.State, writer.State);
    }

    private static void Copy(LogEntryLayout view, LogEntryLayout.Writer writer)
    {
        writer.Length = view.Length;
        writer.Checksum = view.Checksum;
    }

    private static void Copy(LogGroupLayout view, LogGroupLayout.Writer writer)
    {
        writer.Magic = view.Magic;
        writer.Checksum = view.Checksum;
        writer.Log = view.Log;
        writer.Generation = view.Generation;
        writer.Offset = view.Offset;
        writer.FirstSequence = view.FirstSequence;
        writer.RecordCount = view.RecordCount;
        writer.DataLength = view.DataLength;
    }

    private static void Copy(LogZoneHeaderLayout view, LogZoneHeaderLayout.Writer writer)
    {
        writer.Magic = view.Magic;
        writer.Log = view.Log;
        writer.Version = view.Version;
        writer.BlockSize = view.BlockSize;
        writer.Generation = view.Generation;
        writer.FirstSequence = view.FirstSequence;
        writer.Zone = view.Zone;
        writer.PreviousZone = view.PreviousZone;
        writer.PreviousGeneration = view.PreviousGeneration;
        writer.PreviousEnd = view.PreviousEnd;
        writer.DeadZones = view.DeadZones;
        writer.Checksum = view.Checksum;
    }

    private static void Copy(JournalLayout view, JournalLayout.Writer writer)
    {
        writer.Magic = view.Magic;
        writer.Uuid = view.Uuid;
        writer.Sequence = view.Sequence;
        writer.GroupFirst = view.GroupFirst;
        writer.GroupLength = view.GroupLength;
        writer.OpenCount = view.OpenCount;
        writer.PreviousChecksum = view.PreviousChecksum;
        writer.EntryCount = view.EntryCount;
        writer.CheckpointGeneration = view.CheckpointGeneration;
        writer.Checksum = view.Checksum;
        for (int index = 0; index < JournalPage.EntriesPerRecord; index++)
        {
            Copy(view.Entry(index), writer.Entry(index));
        }
    }

    private static void Copy(NvmeZoneDescriptor view, NvmeZoneDescriptor.Writer writer)
    {
        writer.Type = view.Type;
        writer.State = view.State;
        writer.Attributes = view.Attributes;
        writer.AttributeInformation = view.AttributeInformation;
        writer.Capacity = view.Capacity;
        writer.Start = view.Start;
        writer.WritePointer = view.WritePointer;
    }

    private static void Copy(NvmeZoneReport view, NvmeZoneReport.Writer writer)
    {
        writer.ZoneCount = view.ZoneCount;
    }

    private static void Copy(PageLayout view, PageLayout.Writer writer)
    {
        writer.Magic = view.Magic;
        writer.Uuid = view.Uuid;
        view.Header.CopyTo(writer.Header);
        writer.Checksum = view.Checksum;
        view.Body.CopyTo(writer.Body);
    }

    private static void Copy(Qcow2ZoneEntry view, Qcow2ZoneEntry.Writer writer)
    {
        writer.WritePointer = view.WritePointer;
        writer.IsConventional = view.IsConventional;
    }

    private static void Copy(Qcow2ZonedExtension view, Qcow2ZonedExtension.Writer writer)
    {
        writer.Model = view.Model;
        writer.ZoneSize = view.ZoneSize;
        writer.ZoneCapacity = view.ZoneCapacity;
        writer.ConventionalZones = view.ConventionalZones;
        writer.ZoneCount = view.ZoneCount;
        writer.MaxActiveZones = view.MaxActiveZones;
        writer.MaxOpenZones = view.MaxOpenZones;
        writer.MaxAppend = view.MaxAppend;
        writer.MetadataSize = view.MetadataSize;
        writer.MetadataOffset = view.MetadataOffset;
    }

    private static void Copy(RegionLayout view, RegionLayout.Writer writer)
    {
        writer.Kind = view.Kind;
        writer.Start = view.Start;
        writer.Length = view.Length;
    }

    private static void Copy(SuperblockLayout view, SuperblockLayout.Writer writer)
    {
        writer.Magic = view.Magic;
        writer.Uuid = view.Uuid;
        writer.Version = view.Version;
        writer.Features = view.Features;
        writer.Flavour = view.Flavour;
        writer.Options = view.Options;
        writer.Checksum = view.Checksum;
        writer.BlockSize = view.BlockSize;
        writer.ZoneCount = view.ZoneCount;
        writer.ZoneSize = view.ZoneSize;
        writer.ZoneCapacity = view.ZoneCapacity;
        writer.DeviceSize = view.DeviceSize;
        writer.ConventionalZones = view.ConventionalZones;
        writer.MaxOpenZones = view.MaxOpenZones;
        writer.MaxActiveZones = view.MaxActiveZones;
        writer.MaxTransfer = view.MaxTransfer;
        writer.MaxAppend = view.MaxAppend;
        writer.GroupRecords = view.GroupRecords;
        writer.RegionCount = view.RegionCount;
        for (int index = 0; index < SuperblockPage.RegionCount; index++)
        {
            Copy(view.Region(index), writer.Region(index));
        }
    }

    private static void Copy(ZbcZoneDescriptor view, ZbcZoneDescriptor.Writer writer)
    {
        writer.Type = view.Type;
        writer.Condition = view.Condition;
        writer.NonSequential = view.NonSequential;
        writer.ResetRecommended = view.ResetRecommended;
        writer.Length = view.Length;
        writer.Start = view.Start;
        writer.WritePointer = view.WritePointer;
    }

    private static void Copy(ZbcZoneReport view, ZbcZoneReport.Writer writer)
    {
        writer.ListLength = view.ListLength;
        writer.Same = view.Same;
        writer.MaximumLba = view.MaximumLba;
    }

    private static void Copy(ZoneEntryLayout view, ZoneEntryLayout.Writer writer)
    {
        writer.DataEnd = view.DataEnd;
        writer.Condition = view.Condition;
        writer.Flags = view.Flags;
        writer.Unused = view.Unused;
        writer.Incarnation = view.Incarnation;
    }
}
