using ZonedSdk.Interop;

namespace ZonedSdk.Tests.Backends;

/// <summary>What somebody is told who may not open a file: which right is missing, and how to get it.</summary>
public sealed class FilePermissionsTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.GroupWrite, true)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.GroupRead, false)]
    public void A_group_that_may_is_one_to_join(UnixFileMode group, bool toWrite)
    {
        File.SetUnixFileMode(_path, Owner | group);
        Assert.EndsWith("0. Join that group, or run with CAP_DAC_OVERRIDE", FilePermissions.Describe(_path, toWrite), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.None, true, "600", "g+rw")]
    [InlineData(UnixFileMode.GroupRead, true, "640", "g+rw")]
    [InlineData(UnixFileMode.GroupWrite, false, "620", "g+r")]
    public void A_group_that_may_not_is_to_be_given_the_right_first(UnixFileMode group, bool toWrite, string permissions, string change)
    {
        File.SetUnixFileMode(_path, Owner | group);
        string told = FilePermissions.Describe(_path, toWrite);
        Assert.Contains($"with permissions {permissions}, by which the group may not either", told, StringComparison.Ordinal);
        Assert.Contains($"chmod {change} {_path}", told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_to_be_looked_at_is_told_so() =>
        Assert.Contains("its permissions cannot be read", FilePermissions.Describe($"{_path}/beneath", toWrite: true), StringComparison.Ordinal);

    public void Dispose() => File.Delete(_path);
}
