using ZoneArchive;

namespace ZonedSdk.Tests.Samples;

public sealed class EntryNamesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("a/..")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a\0b")]
    public void A_name_that_could_leave_the_folder_is_refused(string name) => Assert.Null(EntryNames.PathBelow("out", name));

    [Theory]
    [InlineData("a")]
    [InlineData("a/b.txt")]
    [InlineData("..a/...")]
    public void A_plain_name_stays_below_the_folder(string name) =>
        Assert.Equal(Path.Combine(Path.GetFullPath("out"), name), EntryNames.PathBelow("out", name));

    [Fact]
    public void A_link_on_the_way_is_found()
    {
        using var folder = new SampleFolder();
        Directory.CreateSymbolicLink(folder.PathOf("link"), "/tmp");
        Assert.Equal(folder.PathOf("link"), EntryNames.LinkOnTheWay(folder.Root, folder.PathOf("link/a/b")));
        Assert.Null(EntryNames.LinkOnTheWay(folder.Root, folder.PathOf("plain/a")));
    }
}
