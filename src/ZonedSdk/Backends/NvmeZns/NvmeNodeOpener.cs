using System.Runtime.Versioning;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Interop;
using ZonedSdk.Layouts;
using static ZonedSdk.ByteUnits;

namespace ZonedSdk.Backends.NvmeZns;

/// <summary>Opens a zoned namespace for commands past the block layer, or says why that cannot be done.</summary>
[SupportedOSPlatform("linux")]
internal static class NvmeNodeOpener
{
    private const string Sysfs = BlockDeviceOpener.Sysfs;
    private const byte ZonedCommandSet = 2;

    // CNS of Identify.
    private const byte AsNamespace = 0x00;
    private const byte AsController = 0x01;
    private const byte AsDescriptors = 0x03;
    private const byte AsZonedNamespace = 0x05;
    private const byte AsZonedController = 0x06;

    /// <summary>Opens a node; for writing nobody else may have the namespace's block device.</summary>
    /// <exception cref="DeviceOpenException">The system or the drive refused.</exception>
    /// <exception cref="NotSupportedException">This is no zoned namespace, or one that cannot be driven.</exception>
    public static NvmeNode Open(string path, bool isReadOnly)
    {
        // Looked at before it is opened: to open a tape would move it. Looked at again afterwards, for it counts what was opened.
        FileKind kind = KindOf(path);
        if (Libc.Represented(path, out DeviceNumber expected, out _, out _) == 0)
        {
            NameOf(path, kind, expected);
        }

        int access = isReadOnly ? Libc.ReadOnly : kind == FileKind.BlockDevice ? Libc.ReadWrite | Libc.Exclusive : Libc.ReadWrite;
        int errno = Libc.Open(path, access, out FileDescriptor? device);
        if (device is null)
        {
            throw BlockDeviceOpener.Refused(path, errno, isReadOnly);
        }

        FileDescriptor? held = null;
        try
        {
            errno = Libc.Represented(device, out kind, out DeviceNumber number);
            if (errno != 0)
            {
                throw new DeviceOpenException(path, errno, $"{path} was opened and then not found: {Errno.Describe(errno)}. Was the device removed?");
            }

            NvmeNodeName name = NameOf(path, kind, number);
            List<BackendFinding> findings = [];
            held = isReadOnly || kind == FileKind.BlockDevice ? null : Hold(path, name, findings);
            return Describe(path, device, kind == FileKind.CharacterDevice, held, name, findings);
        }
        catch
        {
            device.Dispose();
            held?.Dispose();
            throw;
        }
    }

    /// <summary>The command set of a namespace, from its list of identifiers (CNS 03h); null where it says none, as drives did that knew only one.</summary>
    internal static byte? CommandSetOf(ReadOnlySpan<byte> identifiers)
    {
        const byte CommandSetType = 4;
        const int HeaderBytes = 4;
        while (identifiers.Length > HeaderBytes && identifiers[0] != 0)
        {
            int lengthBytes = identifiers[1];
            if (identifiers[0] == CommandSetType)
            {
                return identifiers[HeaderBytes];
            }

            identifiers = identifiers[Math.Min(identifiers.Length, HeaderBytes + lengthBytes)..];
        }

        return null;
    }

    private static FileKind KindOf(string path)
    {
        int errno = Libc.Kind(path, out FileKind kind);
        return kind is FileKind.CharacterDevice or FileKind.BlockDevice ? kind
            : errno == 0 ? throw new NotSupportedException($"{path} is no device. An NVMe namespace is opened by /dev/ng0n1 or /dev/nvme0n1.")
            : throw BlockDeviceOpener.Refused(path, errno, isReadOnly: true);
    }

    private static NvmeNodeName NameOf(string path, FileKind kind, DeviceNumber number) =>
        NvmeNodeName.TryRead(Sysfs, kind, number, out string? defect) ?? throw new NotSupportedException($"{path} {defect}.");

    // Opened for reading: that is enough to have it exclusively, and whoever watches for devices that were written is not told of one when it is closed.
    private static FileDescriptor? Hold(string path, NvmeNodeName name, List<BackendFinding> findings)
    {
        if (name.BlockNumber(Sysfs) is not { } expected)
        {
            // What has no node can be neither mounted nor stood upon.
            return null;
        }

        int errno = Libc.Open(name.BlockPath, Libc.ReadOnly | Libc.Exclusive, out FileDescriptor? held);
        if (held is not null)
        {
            if (Libc.Represented(held, out FileKind kind, out DeviceNumber number) == 0 && kind == FileKind.BlockDevice && number == expected)
            {
                return held;
            }

            held.Dispose();
        }
        else if (errno != Errno.NoEntry)
        {
            string why = errno switch
            {
                Errno.Busy => $"somebody else uses it: {BlockDeviceOpener.UsersOf(name.BlockPath)}. Unmount or close it there, or open it for reading only",
                Errno.Access => $"this user may not read it: {FilePermissions.Describe(name.BlockPath, toWrite: false)}",
                _ => "check the device and the kernel's log",
            };
            throw new DeviceOpenException(path, errno, $"{path} could not be opened, because its block device {name.BlockPath} could not be held, which keeps others from mounting it meanwhile: {Errno.Describe(errno)}; {why}. For reading only, nothing is held.");
        }

        findings.Add(new BackendFinding(BackendFindingSeverity.Warning, "block-device-not-held", $"{name.BlockPath} ({expected}), the block device of {path}, is not there, so it could not be held. See to it that nobody mounts it elsewhere: what is written past the block layer, it does not notice."));
        return null;
    }

    private static NvmeNode Describe(string path, FileDescriptor device, bool isCharacterDevice, FileDescriptor? held, NvmeNodeName name, List<BackendFinding> findings)
    {
        int errno = NvmeCommands.TryIdentify(device, out uint namespaceId);
        if (errno != 0)
        {
            throw new DeviceOpenException(path, errno, $"{path} does not say which namespace it is: {Errno.Describe(errno)}. Was the device removed?");
        }

        NvmeCommands commands = new(device, namespaceId);
        byte[] page = new byte[NvmeCommands.IdentityBytes];
        Identify(path, commands, AsDescriptors, 0, page);
        if (CommandSetOf(page) is not ZonedCommandSet and var commandSet)
        {
            throw new NotSupportedException($"{path} is a namespace of {(commandSet is null or 0 ? "plain blocks" : $"the command set {commandSet:X2}h")}, not a zoned one (command set 02h). Create an image on a file system on it with ImageDrive.CreateAsync, or use a ZNS drive.");
        }

        ZonedNamespace figures = FiguresOf(path, commands, name);
        DeviceIdentity identity = new(BlockDeviceQueue.IdentityOf(name.BlockEntry(Sysfs), name.BlockName));
        return new NvmeNode(device, isCharacterDevice, held, commands, name.Entry, identity, figures, findings);
    }

    private static ZonedNamespace FiguresOf(string path, NvmeCommands commands, NvmeNodeName name)
    {
        byte[] identity = new byte[NvmeCommands.IdentityBytes];
        byte[] zoned = new byte[NvmeCommands.IdentityBytes];
        byte[] controller = new byte[NvmeCommands.IdentityBytes];
        byte[] zonedController = new byte[NvmeCommands.IdentityBytes];
        Identify(path, commands, AsNamespace, 0, identity);
        Identify(path, commands, AsZonedNamespace, ZonedCommandSet, zoned);
        Identify(path, commands, AsController, 0, controller, ofController: true);
        Identify(path, commands, AsZonedController, ZonedCommandSet, zonedController, ofController: true);
        ZonedNamespace? figures = ZonedNamespace.Read(
            new NvmeNamespaceIdentity(identity),
            new NvmeZonedNamespaceIdentity(zoned),
            new NvmeControllerIdentity(controller),
            new NvmeZonedControllerIdentity(zonedController),
            KernelTransferBytes(name.BlockEntry(Sysfs)),
            out string? defect);
        try
        {
            _ = figures is null ? null : new Geometry(figures.BlockSizeBytes, figures.ZoneSizeBytes, figures.SizeBytes);
        }
        catch (ArgumentException e)
        {
            defect = $"blocks of {figures!.BlockSizeBytes}, zones of {figures.ZoneSizeBytes} and a size of {figures.SizeBytes} bytes are no zoned drive: {e.Message}";
        }

        return defect is null ? figures! : throw new NotSupportedException($"{path}: {defect}.");
    }

    // The kernel refuses a command that is longer, or whose memory is in more pieces: a transfer that starts within a page touches one page more.
    private static long KernelTransferBytes(string entry)
    {
        long? most = KernelText.Number(entry, "queue/max_hw_sectors_kb") * KiB;
        long? pieces = (KernelText.Number(entry, "queue/max_segments") - 1) * Environment.SystemPageSize;
        return Math.Max(Environment.SystemPageSize, Math.Min(most ?? long.MaxValue, pieces ?? long.MaxValue));
    }

    private static void Identify(string path, NvmeCommands commands, byte structure, byte commandSet, Span<byte> page, bool ofController = false)
    {
        int code = commands.Identify(structure, commandSet, page, ofController);
        if (code is Errno.Access or Errno.NotPermitted)
        {
            throw new DeviceOpenException(path, code, $"{path} was opened, and takes no commands: {Errno.Describe(code)}. Commands past the block layer need CAP_SYS_ADMIN. Run with it, or open the block device ({nameof(LinuxBlockDrive)}).");
        }

        if (code != 0)
        {
            throw new DeviceOpenException(path, code, $"{path} does not identify itself (CNS {structure:X2}h): {ZonedErrors.Describe(code)}. Check the drive, and the kernel's log.");
        }
    }
}
