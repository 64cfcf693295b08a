namespace ZonedSdk.Tests.Devices;

/// <summary>What an NVMe status is called, and how exceptions carry it beside the system's error numbers.</summary>
public sealed class NvmeStatusTests
{
    [Theory]
    [InlineData(0x41BC, 1, 0xBC, "NVMe status 1h/BCh (Zone Invalid Write)")]
    [InlineData(0x2280, 2, 0x80, "NVMe status 2h/80h (Write Fault)")]
    [InlineData(0x0005, 0, 0x05, "NVMe status 0h/05h (Commands Aborted due to Power Loss Notification)")]
    [InlineData(0x7799, 7, 0x99, "NVMe status 7h/99h")]
    public void A_status_is_told_by_type_code_and_name(int field, byte type, byte code, string text)
    {
        NvmeStatus? status = NvmeStatus.FromErrno(NvmeStatus.CodeOf(field));
        Assert.Equal(new NvmeStatus(type, code), status);
        Assert.Equal(text, status.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(133)]
    public void An_error_number_of_the_system_is_no_status(int errno)
    {
        Assert.Null(NvmeStatus.FromErrno(errno));
        Assert.Equal($"errno {errno}", ZonedErrors.Describe(errno));
    }

    [Fact]
    public void An_exception_says_the_status_in_words()
    {
        ZonedIOException error = ZonedErrors.OfDevice($"refused, {ZonedErrors.Describe(NvmeStatus.ZoneIsFull)}", ZoneError.ZoneFull, NvmeStatus.ZoneIsFull);
        Assert.Equal(new NvmeStatus(1, 0xB9), error.NvmeStatus);
        Assert.Equal("refused, NVMe status 1h/B9h (Zone Is Full)", error.Message);
        Assert.Null(ZonedErrors.OfDevice("gone", ZoneError.DeviceGone, 19).NvmeStatus);
    }
}
