namespace ZonedSdk.KernelTests.Devices;

/// <summary>A device of each kind that there is, and the path by which a program opens it; nothing else about it differs. All have zones of 4 MiB and more, and room for 60 MiB and more.</summary>
internal sealed class NamedDevice : IDisposable
{
    private readonly Stack<IDisposable> _parts = [];

    /// <summary>Makes one.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public NamedDevice(string kind)
    {
        try
        {
            Path = kind switch
            {
                "null_blk" => Keep(NullBlock.Create(Limited)).NodePath,
                "scsi_debug" => Keep(ScsiDebug.Create()).NodePath,
                "NVMe" => Keep(NvmeNamespace.Limited()).NodePath,
                "NVMe past the block layer" => Keep(NvmeNamespace.Limited()).CharacterNodePath,
                "NVMe/TCP" => Keep(NvmeTcpTarget.Create(Keep(NullBlock.Create(Limited)))).NodePath,
                "zonefs" => Keep(ZoneFsMount.Create(Keep(NullBlock.Create(Limited with { ConventionalZoneCount = 1 })), "errors=repair,explicit-open")).Folder,
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"The kinds are: {string.Join(", ", Kinds)}."),
            };
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["null_blk", "scsi_debug", "NVMe", "NVMe past the block layer", "NVMe/TCP", "zonefs"];

    /// <summary>The node, or the folder where the file system is mounted.</summary>
    public string Path { get; }

    private static NullBlockOptions Limited => new() { MaxOpenZones = 4, MaxActiveZones = 6 };

    public void Dispose()
    {
        while (_parts.TryPop(out IDisposable? part))
        {
            part.Dispose();
        }
    }

    private T Keep<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }
}
