using ZonedSdk.Backends.NvmeZns;
using ZonedSdk.Interop;

namespace ZonedSdk.Tests.Backends;

/// <summary>Which namespace a node stands for, over folders that look like sysfs.</summary>
public sealed class NvmeNodeNameTests : IDisposable
{
    private static readonly DeviceNumber s_number = new(246, 0);

    private readonly DirectoryInfo _sysfs = Directory.CreateTempSubdirectory("zoned-sysfs");

    public void Dispose() => _sysfs.Delete(recursive: true);

    [Theory]
    [InlineData(false, "ng0n1", "nvme0n1")]
    [InlineData(false, "ng12n34", "nvme12n34")]
    [InlineData(true, "nvme0n1", "nvme0n1")]
    public void A_node_of_a_namespace_tells_its_block_device(bool isBlock, string name, string block)
    {
        FileKind kind = isBlock ? FileKind.BlockDevice : FileKind.CharacterDevice;
        Has(kind, name);
        NvmeNodeName found = NvmeNodeName.TryRead(_sysfs.FullName, kind, s_number, out string? defect)!;
        Assert.Null(defect);
        Assert.Equal((block, $"/dev/{block}"), (found.BlockName, found.BlockPath));
        Assert.Null(found.BlockNumber(_sysfs.FullName));
        Directory.CreateDirectory(found.BlockEntry(_sysfs.FullName));
        File.WriteAllText(Path.Combine(found.BlockEntry(_sysfs.FullName), "dev"), "259:7\n");
        Assert.Equal(new DeviceNumber(259, 7), found.BlockNumber(_sysfs.FullName));
        File.WriteAllText(Path.Combine(found.BlockEntry(_sysfs.FullName), "dev"), "259\n");
        Assert.Null(found.BlockNumber(_sysfs.FullName));
    }

    [Theory]
    [InlineData(false, "nvme0", "/dev/ng0n1")]
    [InlineData(false, "zero", "zero")]
    [InlineData(false, "ng0", "ng0")]
    [InlineData(true, "nvme0n1p2", "nvme0n1p2")]
    [InlineData(true, "nvme0c0n1", "nvme0c0n1")]
    [InlineData(true, "sdb", "sdb")]
    public void A_node_of_something_else_is_named(bool isBlock, string name, string expected)
    {
        FileKind kind = isBlock ? FileKind.BlockDevice : FileKind.CharacterDevice;
        Has(kind, name);
        Assert.Null(NvmeNodeName.TryRead(_sysfs.FullName, kind, s_number, out string? defect));
        Assert.Contains(expected, defect, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_sysfs_does_not_know_is_told_as_gone()
    {
        Assert.Null(NvmeNodeName.TryRead(_sysfs.FullName, FileKind.CharacterDevice, s_number, out string? defect));
        Assert.Contains("gone", defect, StringComparison.Ordinal);
    }

    private void Has(FileKind kind, string name)
    {
        DirectoryInfo device = _sysfs.CreateSubdirectory(Path.Combine("devices", name));
        DirectoryInfo nodes = _sysfs.CreateSubdirectory(Path.Combine("dev", kind == FileKind.BlockDevice ? "block" : "char"));
        Directory.CreateSymbolicLink(Path.Combine(nodes.FullName, s_number.ToString()), Path.GetRelativePath(nodes.FullName, device.FullName));
    }
}
