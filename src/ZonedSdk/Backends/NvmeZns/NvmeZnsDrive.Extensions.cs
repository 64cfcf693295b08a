using System.Buffers;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.NvmeZns;

/// <content>Zone descriptor extensions: bytes of the application's own that the drive keeps beside a zone's state.</content>
public sealed partial class NvmeZnsDrive
{
    private const byte SetExtension = 0x10;
    private const byte ExtendedReport = 1;

    /// <summary>Bytes of a zone's descriptor extension, a multiple of 64; 0 = the namespace has none.</summary>
    public int DescriptorExtensionBytes => _node.Namespace.DescriptorExtensionBytes;

    /// <summary>Gives an empty zone its descriptor extension, which it keeps until it is reset. That makes it Closed, and takes an active resource. The call lasts until the drive has answered.</summary>
    /// <remarks>The runtime is not told: do it before the drive is given to it, or call <see cref="ZonedDevice.RecoverAsync(int, CancellationToken)"/> for the zone afterwards.</remarks>
    /// <param name="zone">Zone index, 0 to the number of zones - 1; the zone is empty.</param>
    /// <param name="extension">All of its bytes, <see cref="DescriptorExtensionBytes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such zone.</exception>
    /// <exception cref="ArgumentException"><paramref name="extension"/> is shorter or longer.</exception>
    /// <exception cref="NotSupportedException">The namespace has no descriptor extensions.</exception>
    /// <exception cref="ZonedIOException">The drive refused: the zone is not empty (Invalid Zone State Transition), or too many are active.</exception>
    public void SetDescriptorExtension(int zone, ReadOnlySpan<byte> extension)
    {
        CheckExtension(zone, extension.Length, nameof(extension));
        Span<byte> argument = stackalloc byte[NvmeZoneManagementCommand.Size];
        NvmeZoneManagementCommand.Writer writer = NvmeZoneManagementCommand.Write(argument);
        writer.Opcode = NvmeOpcode.ZoneManagementSend;
        writer.Start = StartOf(zone);
        writer.Action = SetExtension;
        Check(_node.Judge(_node.Commands.Execute(argument, extension)), zone, "be given a descriptor extension");
    }

    /// <summary>Reads a zone's descriptor extension. The call lasts until the drive has answered.</summary>
    /// <param name="zone">Zone index, 0 to the number of zones - 1.</param>
    /// <param name="extension">Filled in, all <see cref="DescriptorExtensionBytes"/> of it.</param>
    /// <returns>False where the zone was given none since it was reset; <paramref name="extension"/> is then as it was.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such zone.</exception>
    /// <exception cref="ArgumentException"><paramref name="extension"/> is shorter or longer.</exception>
    /// <exception cref="NotSupportedException">The namespace has no descriptor extensions.</exception>
    /// <exception cref="ZonedIOException">The zone could not be reported.</exception>
    public bool ReadDescriptorExtension(int zone, Span<byte> extension)
    {
        CheckExtension(zone, extension.Length, nameof(extension));
        int lengthBytes = ReportLength(1) + extension.Length;
        byte[] report = ArrayPool<byte>.Shared.Rent(lengthBytes);
        try
        {
            Span<byte> data = report.AsSpan(0, lengthBytes);
            data.Clear();
            Span<byte> argument = stackalloc byte[NvmeZoneManagementCommand.Size];
            NvmeZoneManagementCommand.Writer writer = NvmeZoneManagementCommand.Write(argument);
            writer.Opcode = NvmeOpcode.ZoneManagementReceive;
            writer.Start = StartOf(zone);
            writer.DataDwords = (uint)(lengthBytes / sizeof(uint)) - 1;
            writer.Action = ExtendedReport;
            writer.IsPartial = true;
            Check(_node.Judge(_node.Commands.Execute(argument, data)), zone, "be reported");
            NvmeZoneDescriptor descriptor = new(data[NvmeZoneReport.Size..]);
            bool isSet = new NvmeZoneReport(data).ZoneCount > 0 && descriptor.Start == StartOf(zone) && descriptor.Attributes.HasFlag(NvmeZoneAttributes.DescriptorExtensionValid);
            if (isSet)
            {
                data[ReportLength(1)..].CopyTo(extension);
            }

            return isSet;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(report);
        }
    }

    private Lba StartOf(int zone) => new((ulong)(Geometry.StartOf(zone) / Geometry.BlockSizeBytes));

    private void CheckExtension(int zone, int lengthBytes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(zone);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(zone, Geometry.ZoneCount);
        if (DescriptorExtensionBytes == 0)
        {
            throw new NotSupportedException($"The zones of {Name} have no descriptor extensions (ZDES is 0 in the format that it uses).");
        }

        if (lengthBytes != DescriptorExtensionBytes)
        {
            throw new ArgumentException($"A descriptor extension of {Name} has {DescriptorExtensionBytes} bytes, and {lengthBytes} were given.", name);
        }
    }

    private void Check(int code, int zone, string what)
    {
        if (code != 0)
        {
            throw ZonedErrors.OfDevice($"Zone {zone} of {Name} could not {what}: {MapError(code)}, {ZonedErrors.Describe(code)}.", MapError(code), code);
        }
    }
}
