using System.Globalization;
using ZonedSdk.Backends;
using ZonedSdk.Backends.LinuxBlock;
using ZonedSdk.Backends.NvmeZns;
using ZonedSdk.Backends.ZoneFs;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>A user without rights is told which one is missing, and with that it goes.</summary>
public sealed class PermissionTests
{
    private const int AccessDenied = 13;
    private const string DiskGroup = "disk";
    private const UnixFileMode ReadWrite = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private static readonly uint s_diskGroup = uint.Parse(Command.Run("getent", "group", DiskGroup).Split(':')[2], CultureInfo.InvariantCulture);

    [Fact]
    public async Task Of_a_block_device()
    {
        using NullBlock disk = NullBlock.Create();
        AssertRefused(() => LinuxBlockDrive.Open(disk.NodePath), $"this user may not read and write it: it belongs to the group root with permissions 600, by which the group may not either. Let it (chmod g+rw {disk.NodePath}");
        GiveToGroup(UnixFileMode.GroupRead, disk.NodePath);
        AssertRefused(() => LinuxBlockDrive.Open(disk.NodePath), $"the group {DiskGroup} with permissions 640, by which the group may not either");
        GiveToGroup(ReadWrite, disk.NodePath);
        AssertRefused(() => LinuxBlockDrive.Open(disk.NodePath), $"the group {DiskGroup} with permissions 660. Join that group");
        await AssertOpensAsync(() => LinuxBlockDrive.Open(disk.NodePath));
    }

    [Fact]
    public async Task Of_a_namespace_past_the_block_layer_and_of_its_block_device_that_must_be_held()
    {
        using NullBlock lower = NullBlock.Create();
        using NvmeTcpTarget disk = NvmeTcpTarget.Create(lower);
        string character = $"/dev/ng{disk.Name["nvme".Length..]}";
        AssertRefused(() => NvmeZnsDrive.Open(character), $"this user may not read and write it: it belongs to the group root with permissions 600");
        GiveToGroup(ReadWrite, character);
        AssertRefused(() => NvmeZnsDrive.Open(character), $"this user may not read it: it belongs to the group root with permissions 600, by which the group may not either. Let it (chmod g+r {disk.NodePath}", s_diskGroup);
        GiveToGroup(UnixFileMode.GroupRead, disk.NodePath);
        await AssertOpensAsync(() => NvmeZnsDrive.Open(character));
    }

    [Fact]
    public async Task Of_a_mount_of_zonefs()
    {
        using NullBlock disk = NullBlock.Create(new NullBlockOptions { ConventionalZoneCount = 1 });
        using ZoneFsMount mount = ZoneFsMount.Create(disk, "errors=repair");
        AssertRefused(() => ZoneFsDrive.Open(mount.Folder), "this user may not read and write seq/0: it belongs to the group root with permissions 640, by which the group may not either");
        GiveToGroup(ReadWrite, Directory.GetFiles($"{mount.Folder}/seq"));
        AssertRefused(() => ZoneFsDrive.Open(mount.Folder), $"the group {DiskGroup} with permissions 660. Join that group");
        await AssertOpensAsync(() => ZoneFsDrive.Open(mount.Folder));
    }

    private static void GiveToGroup(UnixFileMode rights, params string[] paths)
    {
        Command.Run("chgrp", [DiskGroup, .. paths]);
        foreach (string path in paths)
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | rights);
        }
    }

    private static void AssertRefused(Func<IZoneBackend> open, string why, uint? group = null)
    {
        DeviceOpenException refusal = Assert.IsType<DeviceOpenException>(group is { } id ? OtherUser.Try(() => open(), id) : OtherUser.Try(() => open()));
        Assert.Equal(AccessDenied, refusal.Errno);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task AssertOpensAsync(Func<IZoneBackend> open)
    {
        IZoneBackend? drive = null;
        Exception? refusal = OtherUser.Try(() => drive = open(), s_diskGroup);
        Assert.Null(refusal);
        await drive!.DisposeAsync();
    }
}
