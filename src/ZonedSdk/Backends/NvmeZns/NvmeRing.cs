using System.Runtime.Versioning;
using ZonedSdk.CompilerServices;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Layouts;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>Makes a ring for commands to a namespace, and tries it, or says why there is none.</summary>
[SupportedOSPlatform("linux")]
internal static class NvmeRing
{
    /// <summary>Opens the way of a namespace's transfers.</summary>
    /// <param name="path">The node's path.</param>
    /// <param name="node">The node.</param>
    /// <param name="transfers">What its entries are.</param>
    /// <param name="options">How the drive is opened.</param>
    /// <param name="finding">Why there is no ring, although one was welcome.</param>
    /// <returns>The ring; null where transfers go by control calls.</returns>
    /// <exception cref="DeviceOpenException">A ring was asked for, and there is none.</exception>
    public static RingPath? Open(string path, NvmeNode node, NvmeTransfers transfers, NvmeZnsOptions options, out BackendFinding? finding)
    {
        finding = null;
        if (options.CommandPath == NvmeCommandPath.Ioctl)
        {
            return null;
        }

        IoRing? ring = TryCreate(path, node, options.QueueDepth, out RingRefusal? refusal);
        if (ring is not null)
        {
            return new RingPath(ring, transfers);
        }

        if (options.CommandPath == NvmeCommandPath.Ring)
        {
            throw new DeviceOpenException(path, refusal!.Errno, $"{path} cannot be commanded by a ring: {refusal.Why}. Open it with {nameof(NvmeZnsOptions)}.{nameof(NvmeZnsOptions.CommandPath)} set to {nameof(NvmeCommandPath.Auto)}, which uses control calls then.");
        }

        finding = new BackendFinding(BackendFindingSeverity.Notice, "no-ring", $"{path} is commanded by control calls on threads, not by a ring: {refusal!.Why}.");
        return null;
    }

    private static IoRing? TryCreate(string path, NvmeNode node, int depth, out RingRefusal? refusal)
    {
        if (!node.IsCharacterDevice)
        {
            refusal = new RingRefusal(Errno.NotSupported, "a block device takes no commands by one; its character device does (/dev/ng0n1)");
            return null;
        }

        RingOptions options = new() { Name = path, Depth = depth, HasLargeEntries = true, Opcodes = [RingOpcode.DeviceCommand], Device = node.Device, RegistersDevice = false };
        IoRing? ring = IoRing.TryCreate(options, out refusal);
        if (ring is null)
        {
            return null;
        }

        // The kernel's parts are there. Whether the driver takes commands so, and this process may send them, only a command tells.
        using Trial trial = new(node);
        int result = trial.Run(ring);
        if (result >= 0)
        {
            return ring;
        }

        ring.Stop();
        refusal = new RingRefusal(-result, $"the driver took no command by one: {Errno.Describe(-result)}");
        return null;
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
