using System.Runtime.Versioning;
using ZonedSdk.CompilerServices;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>Makes rings for commands to a namespace, and tries each, or says why there is none.</summary>
[SupportedOSPlatform("linux")]
internal static class NvmeRings
{
    /// <summary>Opens the way of a namespace's transfers.</summary>
    /// <param name="path">The node's path.</param>
    /// <param name="node">The node.</param>
    /// <param name="transfers">What its entries are.</param>
    /// <param name="options">How the drive is opened.</param>
    /// <param name="finding">Why there is no ring, or fewer, although they were welcome.</param>
    /// <returns>The rings; null where transfers go by control calls.</returns>
    /// <exception cref="DeviceOpenException">Rings were demanded, and one of them is not to be had.</exception>
    public static RingPath? Open(string path, NvmeNode node, NvmeTransfers transfers, NvmeZnsOptions options, out BackendFinding? finding)
    {
        finding = null;
        if (options.CommandPath == NvmeCommandPath.Ioctl)
        {
            return null;
        }

        OpenedRings opened = TryOpen(path, node, options);
        if (opened.Refusal is { } refusal && options.CommandPath == NvmeCommandPath.Ring)
        {
            opened.Stop();
            throw new DeviceOpenException(path, refusal.Errno, $"{path} cannot be commanded by {RingFindings.Missing(opened, options.RingCount)}. Open it with {nameof(NvmeZnsOptions)}.{nameof(NvmeZnsOptions.CommandPath)} set to {nameof(NvmeCommandPath.Auto)}, which uses {RingFindings.Instead(opened, "control calls")} then.");
        }

        if (opened.Rings.Count > 0)
        {
            finding = RingFindings.Fewer(path, opened, options.RingCount, options.QueueDepth);
            return new RingPath(opened.Rings, transfers);
        }

        finding = new BackendFinding(BackendFindingSeverity.Notice, RingFindings.NoRing, $"{path} is commanded by control calls on threads, not by a ring: {opened.Refusal!.Why}.");
        return null;
    }

    private static OpenedRings TryOpen(string path, NvmeNode node, NvmeZnsOptions options)
    {
        if (!node.IsCharacterDevice)
        {
            return OpenedRings.None(new RingRefusal(Errno.NotSupported, "a block device takes no commands by one; its character device does (/dev/ng0n1)"));
        }

        // The kernel's parts may be there. Whether the driver takes commands so, and this process may send them, only a command tells.
        RingOptions all = new() { Name = path, Depth = options.QueueDepth, HasLargeEntries = true, Opcodes = [RingOpcode.DeviceCommand], Device = node.Device, RegistersDevice = false };
        return OpenedRings.Open(all, options.RingCount, () => new Trial(node), "the driver took no command by one");
    }

    /// <summary>A report of the first zone: it changes nothing, and every zoned namespace has it. What the drive answers does not matter.</summary>
    private sealed class Trial(NvmeNode node) : RingTrial
    {
        private const byte ReportZones = 0;
        private readonly AlignedBuffer _report = new(NvmeCommands.IdentityBytes);

        public override void Dispose()
        {
            _report.Dispose();
            base.Dispose();
        }

        protected internal override bool Prepare(ref SubmissionEntry entry, Span<byte> command)
        {
            entry.Opcode = RingOpcode.DeviceCommand;
            entry.Descriptor = node.Device.Number;
            entry.DeviceCommand = NvmeTransfers.RingInputOutput;
            NvmeZoneManagementCommand.Writer writer = NvmeZoneManagementCommand.Write(command);
            writer.Opcode = NvmeOpcode.ZoneManagementReceive;
            writer.Namespace = node.Commands.Namespace;
            writer.DataAddress = _report.Address;
            writer.DataLength = new Bytes((ulong)_report.LengthBytes);
            writer.DataDwords = (uint)(_report.LengthBytes / sizeof(uint)) - 1;
            writer.Action = ReportZones;
            writer.IsPartial = true;
            return true;
        }
    }
}
