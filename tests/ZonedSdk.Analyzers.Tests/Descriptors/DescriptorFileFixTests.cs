using ZonedSdk.CodeFixes.Descriptors;

namespace ZonedSdk.Analyzers.Tests.Descriptors;

public sealed class DescriptorFileFixTests
{
    private const string Drive = """{ "model": "host-managed", "zoneSize": "1 MiB", "zoneCount": 4, "logicalBlockSize": 4096 }""";

    [Fact]
    public Task The_file_that_was_meant_is_named()
    {
        var test = new DescriptorFix<DescriptorFileFix>(
            "[{|ZSDK1014:ZonedVolume(FromFile = \"exos-x20.zonde.json\")|}]\npublic partial class X;",
            "[ZonedVolume(FromFile = \"exos-x20.zoned.json\")]\npublic partial class X;");
        test.TestState.AdditionalFiles.Add(("/0/exos-x20.zoned.json", Drive));
        test.FixedState.AdditionalFiles.Add(("/0/exos-x20.zoned.json", Drive));
        test.CodeActionVerifier = static (action, verifier) => verifier.Equal("Take 'exos-x20.zoned.json'", action.Title);
        return test.RunAsync();
    }

    [Theory]
    [InlineData("exos.zoned.json", "/0/exos.zoned.json")]
    [InlineData("drives/exos.zoned.json", "/0/drives/exos.zoned.json")]
    public Task The_file_that_is_missing_is_added_with_figures_to_be_replaced(string name, string path)
    {
        string attribute = $"ZonedVolume(FromFile = \"{name}\")";
        var test = new DescriptorFix<DescriptorFileFix>($"[{{|ZSDK1014:{attribute}|}}]\npublic partial class X;", $"[{attribute}]\npublic partial class X;");
        test.FixedState.AdditionalFiles.Add((path, DescriptorFileFix.Template));
        test.CodeActionVerifier = (action, verifier) => verifier.Equal($"Add '{name}' to the additional files", action.Title);
        return test.RunAsync();
    }

    [Theory]
    [InlineData("\"/etc/drive.zoned.json\"")]
    [InlineData("\"../drive.zoned.json\"")]
    [InlineData("\"drive.txt\"")]
    [InlineData("\"\"")]
    public Task A_file_that_the_project_cannot_have_is_not_added(string name)
    {
        string source = $"[{{|ZSDK1014:ZonedVolume(FromFile = {name})|}}]\npublic partial class X;";
        return new DescriptorFix<DescriptorFileFix>(source, source).RunAsync();
    }
}
