using ZonedSdk.Backends;
using ZonedSdk.Backends.NvmeZns;
using ZonedSdk.KernelTests.Devices;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>The list of the zones that a drive has changed by itself, on drives that keep none: what they say of themselves, what they answer, and what a user is told.</summary>
public sealed class ChangedZoneLogTests
{
    private const byte InvalidField = 0x02;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Drive_without_the_list_refuses_it_and_says_so_of_itself(bool isOverTcp)
    {
        using NvmeNamespace lower = NvmeNamespace.Unlimited();
        using NvmeTcpTarget? target = isOverTcp ? NvmeTcpTarget.Create(lower) : null;
        string path = target?.NodePath ?? lower.NodePath;
        CommandResult tool = Command.Try("nvme", "zns", "changed-zone-list", path);
        Assert.False(tool.Succeeded);
        Assert.Contains("INVALID_FIELD", (tool.Output + tool.Errors).Replace("Invalid Field", "INVALID_FIELD", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);

        await using NvmeZnsDrive drive = NvmeZnsDrive.Open(path);
        ChangedZoneList answer = await drive.TakeChangedZonesAsync(CancellationToken.None);
        Assert.Equal(new NvmeStatus(0, InvalidField), NvmeStatus.FromErrno(answer.Result.Errno));
        Assert.True(answer.Zones is [], "A refusal names no zone.");
        Assert.NotNull(drive.WhyNoChangedZones);
    }

    [Fact]
    public async Task User_is_told_why_there_is_no_list()
    {
        using NvmeNamespace disk = NvmeNamespace.Limited();
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(disk.CharacterNodePath))
        {
            Assert.False(device.KeepsChangedZones);
            NotSupportedException refusal = await Assert.ThrowsAsync<NotSupportedException>(() => device.RecoverChangedZonesAsync().AsTask());
            Assert.Contains("its controller keeps no such list (bit 27, ZDCN, of OAES", refusal.Message, StringComparison.Ordinal);
        }

        await using ZonedDevice block = await ZonedDevice.OpenAsync(disk.NodePath);
        NotSupportedException other = await Assert.ThrowsAsync<NotSupportedException>(() => block.RecoverChangedZonesAsync().AsTask());
        Assert.Contains("drives of its kind keep no such list", other.Message, StringComparison.Ordinal);
    }
}
