using ZonedSdk.CodeFixes.Descriptors;

namespace ZonedSdk.Analyzers.Tests.Descriptors;

public sealed class MakePartialFixTests
{
    private const string Volume = "[{|ZSDK1001:ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 4, LogicalBlockSize = 4096)|}]";
    private const string Fixed = "[ZonedVolume(ZoneModel.HostManaged, ZoneSize = 1 << 20, ZoneCount = 4, LogicalBlockSize = 4096)]";

    [Theory]
    [InlineData("public sealed class X;", "public sealed partial class X;")]
    [InlineData("class X { }", "partial class X { }")]
    [InlineData("/* kept */ internal class X { }", "/* kept */ internal partial class X { }")]
    public Task A_class_becomes_partial(string before, string after) =>
        new DescriptorFix<MakePartialFix>($"{Volume}\n{before}", $"{Fixed}\n{after}").RunAsync();

    [Fact]
    public Task The_types_around_it_become_partial_too() => new DescriptorFix<MakePartialFix>(
        $$"""
        public class Outer
        {
            public static class Middle
            {
                {{Volume}}
                public partial class First;

                {{Volume}}
                public class Second;
            }
        }
        """,
        $$"""
        public partial class Outer
        {
            public static partial class Middle
            {
                {{Fixed}}
                public partial class First;

                {{Fixed}}
                public partial class Second;
            }
        }
        """).RunAsync();

    [Fact]
    public Task A_layout_becomes_partial() => new DescriptorFix<MakePartialFix>(
        "[{|ZSDK1001:BinaryLayout(4, Endian.Little)|}, Reserved(0, 4)]\npublic readonly ref struct X { }",
        "[BinaryLayout(4, Endian.Little), Reserved(0, 4)]\npublic readonly ref partial struct X { }").RunAsync();

    [Fact]
    public Task A_type_that_is_partial_and_wrong_otherwise_is_left_alone()
    {
        string source = $"{Volume}\npublic static partial class X;";
        return new DescriptorFix<MakePartialFix>(source, source).RunAsync();
    }
}
