using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Devices;

/// <summary>
/// Another device, exported by the kernel's NVMe over TCP target and imported again by its initiator: this is the imported one.
/// The target takes devices without conventional zones whose zones can be written to their ends.
/// </summary>
internal sealed class NvmeTcpTarget : BlockDevice
{
    private const string Root = "/sys/kernel/config/nvmet";
    private const string Address = "127.0.0.1";
    private static int s_count;

    private readonly int _number = Interlocked.Increment(ref s_count);
    private readonly Stack<Action> _undo = [];

    private NvmeTcpTarget()
    {
    }

    public override string Name => _name ?? throw new LabException("The device is not connected.");

    private string? _name;

    private string Subsystem => $"zonedsdk-lab-{_number}";

    private string Port => $"{4420 + _number}";

    /// <summary>Exports a device and connects to it.</summary>
    public static NvmeTcpTarget Create(BlockDevice exported)
    {
        KernelModule.Load("nvmet", "nvmet-tcp", "nvme-tcp");
        var target = new NvmeTcpTarget();
        try
        {
            target.Export(exported);
            target.OpenPort();
            target.Connect();
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        while (_undo.TryPop(out Action? undo))
        {
            undo();
        }
    }

    private void Export(BlockDevice exported)
    {
        string subsystem = $"{Root}/subsystems/{Subsystem}";
        MakeFolder(subsystem);
        KernelFile.Write($"{subsystem}/attr_allow_any_host", "1");
        MakeFolder($"{subsystem}/namespaces/1");
        KernelFile.Write($"{subsystem}/namespaces/1/device_path", exported.NodePath);
        KernelFile.Write($"{subsystem}/namespaces/1/enable", "1");
    }

    private void OpenPort()
    {
        string port = $"{Root}/ports/{_number}";
        MakeFolder(port);
        KernelFile.Write($"{port}/addr_trtype", "tcp");
        KernelFile.Write($"{port}/addr_adrfam", "ipv4");
        KernelFile.Write($"{port}/addr_traddr", Address);
        KernelFile.Write($"{port}/addr_trsvcid", Port);
        string link = $"{port}/subsystems/{Subsystem}";
        File.CreateSymbolicLink(link, $"{Root}/subsystems/{Subsystem}");
        _undo.Push(() => File.Delete(link));
    }

    private void Connect()
    {
        Command.Run("nvme", "connect", "--transport", "tcp", "--traddr", Address, "--trsvcid", Port, "--nqn", Subsystem);
        _undo.Push(() => Command.Run("nvme", "disconnect", "--nqn", Subsystem));
        _name = KernelFile.WaitFor(FindNamespace, $"The namespace of {Subsystem}");
    }

    private string? FindNamespace() => Directory.EnumerateDirectories("/sys/class/nvme")
        .Where(controller => KernelFile.Read($"{controller}/subsysnqn") == Subsystem)
        .SelectMany(controller => Directory.EnumerateDirectories(controller, "nvme*n*"))
        .Select(found => Path.GetFileName(found))
        .FirstOrDefault(name => File.Exists($"/dev/{name}"));

    private void MakeFolder(string path)
    {
        KernelFile.MakeFolder(path);
        _undo.Push(() => Directory.Delete(path));
    }
}
