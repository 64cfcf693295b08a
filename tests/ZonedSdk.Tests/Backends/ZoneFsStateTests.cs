using ZonedSdk.Backends.ZoneFs;

namespace ZonedSdk.Tests.Backends;

/// <summary>What a file's length and permissions, and the mount's figures in sysfs, tell.</summary>
public sealed class ZoneFsStateTests
{
    private const int Capacity = 8192;

    [Theory]
    [InlineData("640", 0, ZoneCondition.Closed, ZoneCondition.Empty)]
    [InlineData("640", 4096, ZoneCondition.Closed, ZoneCondition.Closed)]
    [InlineData("640", 4096, ZoneCondition.ImplicitlyOpen, ZoneCondition.ImplicitlyOpen)]
    [InlineData("640", 0, ZoneCondition.ExplicitlyOpen, ZoneCondition.ExplicitlyOpen)]
    [InlineData("640", Capacity, ZoneCondition.ExplicitlyOpen, ZoneCondition.Full)]
    [InlineData("600", 4096, ZoneCondition.Closed, ZoneCondition.Closed)]
    [InlineData("020", 4096, ZoneCondition.Closed, ZoneCondition.Closed)]
    [InlineData("440", 4096, ZoneCondition.ImplicitlyOpen, ZoneCondition.ReadOnly)]
    [InlineData("444", Capacity, ZoneCondition.Closed, ZoneCondition.ReadOnly)]
    [InlineData("000", 0, ZoneCondition.ImplicitlyOpen, ZoneCondition.Offline)]
    public void A_sequential_file_tells_the_condition_of_its_zone(string permissions, long length, ZoneCondition held, ZoneCondition expected) =>
        Assert.Equal(expected, ZoneFileState.OfSequential(Convert.ToInt32(permissions, 8), length, Capacity, held));

    [Theory]
    [InlineData("640", ZoneCondition.NotWritePointer)]
    [InlineData("440", ZoneCondition.ReadOnly)]
    [InlineData("000", ZoneCondition.Offline)]
    public void A_conventional_file_tells_the_condition_of_its_zone(string permissions, ZoneCondition expected) =>
        Assert.Equal(expected, ZoneFileState.OfConventional(Convert.ToInt32(permissions, 8)));

    [Theory]
    [InlineData("0", "0", 0)]
    [InlineData("0", "7", 0)]
    [InlineData("128", "0", 128)]
    [InlineData("14", "3", 11)]
    [InlineData("4", "4", 1)]
    [InlineData("4", "9", 1)]
    public void What_others_have_open_is_left_to_them_but_for_one(string max, string open, int left)
    {
        DirectoryInfo sysfs = Directory.CreateTempSubdirectory("zoned-sysfs");
        try
        {
            string folder = Directory.CreateDirectory(Path.Combine(sysfs.FullName, "fs", "zonefs", "sdb")).FullName;
            File.WriteAllText(Path.Combine(folder, "max_wro_seq_files"), $"{max}\n");
            File.WriteAllText(Path.Combine(folder, "nr_wro_seq_files"), $"{open}\n");

            Assert.Equal(left, ZoneFsUsage.TryRead(sysfs.FullName, "sdb")!.LeftToOpen);
            Assert.Null(ZoneFsUsage.TryRead(sysfs.FullName, "sdc"));
        }
        finally
        {
            sysfs.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_directory_that_is_no_mount_is_refused_with_what_to_do()
    {
        string path = Path.GetTempPath();
        NotSupportedException refusal = await Assert.ThrowsAsync<NotSupportedException>(() => ZonedDevice.OpenAsync(path).AsTask());
        Assert.Contains("is a directory and no mount of zonefs", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("mkzonefs", refusal.Message, StringComparison.Ordinal);
        DeviceOpenException nothing = Assert.Throws<DeviceOpenException>(() => ZoneFsDrive.Open(Path.Combine(path, "there-is-no-such-mount")));
        Assert.Equal(2, nothing.Errno);
        Assert.Throws<ArgumentOutOfRangeException>(() => ZoneFsDrive.Open(path, new ZoneFsOptions { Threads = 257 }));
    }
}
