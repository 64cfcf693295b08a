using ZonedSdk.Interop;

namespace ZonedSdk.Tests.Backends;

/// <summary>Lines of mountinfo, as proc(5) describes them.</summary>
public sealed class MountEntryTests
{
    [Fact]
    public void A_mount_is_read_field_by_field()
    {
        MountEntry mount = Parse("44 39 254:0 / /mnt/cold rw,relatime - zonefs /dev/nullb0 rw,errors=zone-ro");

        Assert.Equal((44, "254:0", "/", "/mnt/cold"), (mount.Id, mount.Device, mount.Root, mount.MountPoint));
        Assert.Equal(("zonefs", "/dev/nullb0", false, "zone-ro"), (mount.FileSystem, mount.Source, mount.IsReadOnly, mount.ValueOf("errors")));
        Assert.Null(mount.ValueOf("error"));
    }

    [Fact]
    public void Optional_fields_may_be_none_or_many()
    {
        MountEntry mount = Parse("36 35 98:0 /seq /mnt rw,noatime shared:7 master:1 propagate_from:2 - zonefs /dev/sdb rw,errors=repair");

        Assert.Equal(("/seq", "zonefs", "repair"), (mount.Root, mount.FileSystem, mount.ValueOf("errors")));
    }

    [Theory]
    [InlineData("44 39 254:0 / /mnt ro,relatime - zonefs /dev/sdb rw", true)]
    [InlineData("44 39 254:0 / /mnt rw,relatime - zonefs /dev/sdb ro,errors=remount-ro", true)]
    [InlineData("44 39 254:0 / /mnt rw - zonefs /dev/sdb rw,errors=remount-ro", false)]
    public void Read_only_is_the_mount_or_the_file_system(string line, bool isReadOnly) => Assert.Equal(isReadOnly, Parse(line).IsReadOnly);

    [Theory]
    [InlineData(@"/mnt/two\040words", "/mnt/two words")]
    [InlineData(@"/mnt/tab\011line\012back\134slash", "/mnt/tab\tline\nback\\slash")]
    [InlineData(@"/mnt/\134040", @"/mnt/\040")]
    [InlineData(@"/mnt/end\04", @"/mnt/end\04")]
    [InlineData("/mnt/käse", "/mnt/käse")]
    public void What_would_part_the_fields_is_written_in_octal(string field, string mountPoint) =>
        Assert.Equal(mountPoint, Parse($"44 39 254:0 / {field} rw - zonefs /dev/sdb rw").MountPoint);

    [Theory]
    [InlineData("")]
    [InlineData("44 39 254:0 / /mnt rw")]
    [InlineData("44 39 254:0 / /mnt rw - zonefs")]
    [InlineData("- - - - - - - - -")]
    [InlineData("x 39 254:0 / /mnt rw - zonefs /dev/sdb rw")]
    public void A_line_of_another_form_is_passed_over(string line) => Assert.Empty(MountEntry.Parse([line]));

    private static MountEntry Parse(string line) => Assert.Single(MountEntry.Parse([line]));
}
