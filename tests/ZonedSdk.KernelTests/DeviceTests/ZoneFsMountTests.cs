using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.DeviceTests;

/// <summary>What zonefs does over a zoned device, shown by public tools alone.</summary>
public sealed class ZoneFsMountTests
{
    private const int Block = 4096;

    [Fact]
    public void Mount_has_a_file_for_each_zone_whose_size_is_its_write_pointer()
    {
        using NullBlock device = NullBlock.Create(new NullBlockOptions { ConventionalZoneCount = 2 });
        Assert.Null(device.Write(zone: 3, 0, 2 * Block));

        using ZoneFsMount mount = ZoneFsMount.Create(device);

        Assert.Equal(14, Directory.GetFiles($"{mount.Folder}/seq").Length);
        Assert.Single(Directory.GetFiles($"{mount.Folder}/cnv"));
        Assert.Equal([0, 2 * Block], new[] { 0, 1 }.Select(index => new FileInfo(mount.SequentialFile(index)).Length));
    }

    [Fact]
    public void Truncation_resets_and_finishes_the_zone()
    {
        using NullBlock device = NullBlock.Create();
        Assert.Null(device.Write(zone: 1, 0, Block));
        using ZoneFsMount mount = ZoneFsMount.Create(device);

        Command.Run("truncate", "--size=0", mount.SequentialFile(0));
        Assert.Equal("em", device.Report(1).Condition);

        Command.Run("truncate", $"--size={device.ZoneLengthBytes}", mount.SequentialFile(0));
        Assert.Equal("fu", device.Report(1).Condition);
    }

    [Fact]
    public void Append_to_a_file_moves_the_write_pointer_except_on_the_kernel_that_cannot()
    {
        using NullBlock device = NullBlock.Create();
        using ZoneFsMount mount = ZoneFsMount.Create(device);

        string? error = Dd.Write(mount.SequentialFile(0), 0, Block);

        // Debian's 6.1 makes a zone append of a synchronous write, and takes its result for a wrong one. Queued writes it takes.
        Assert.Equal(Guest.PlugsZoneWrites ? null : Dd.InputOutputError, error);
        if (Guest.PlugsZoneWrites)
        {
            Assert.Equal(Block, device.Report(1).WritePointerBytes);
        }
    }

    [Fact]
    public void Device_that_is_no_zoned_file_system_is_refused_with_the_kernels_words()
    {
        using NullBlock device = NullBlock.Create(new NullBlockOptions { ConventionalZoneCount = 1 });

        LabException refusal = Assert.Throws<LabException>(() => ZoneFsMount.Create(device, "errors=unheard-of"));

        Assert.Contains("wrong fs type, bad option", refusal.Message);
    }
}
