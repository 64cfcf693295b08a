using ZonedSdk.CodeFixes.Descriptors;

namespace ZonedSdk.Analyzers.Tests.Descriptors;

public sealed class CoreMethodFixTests
{
    private const string Rows = """
        [Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Flush), Command(ZoneCommand.Report)]
        [Command(ZoneCommand.Open), Command(ZoneCommand.Close), Command(ZoneCommand.Finish), Command(ZoneCommand.Reset)]
        [Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer)]
        """;

    private const string Other = """
            private partial int CloseCore(int zone) => 0;
            private partial int FinishCore(int zone) => 0;
            private partial int FlushCore(int zone) => 0;
            private partial int OpenCore(int zone) => 0;
            private partial long ReadCore(int zone, long offsetInZone, System.Span<byte> buffer) => 0;
            private partial long WriteCore(int zone, long offsetInZone, System.ReadOnlySpan<byte> data) => 0;
        """;

    private const string Report = "    private partial int ReportCore(int firstZone, System.Span<ZoneInfo> zones) => 0;";
    private const string Reset = "    private partial int ResetCore(int zone) => 0;";

    [Theory]
    [InlineData("private int {|ZSDK3006:ResetCore|}(int zone) => 0;", "private partial int ResetCore(int zone) => 0;")]
    [InlineData("int {|ZSDK3006:ResetCore|}(int which) { return which; }", "private partial int ResetCore(int which) { return which; }")]
    [InlineData("public static int {|ZSDK3006:ResetCore|}(int zone) => 0; // kept", "public partial int ResetCore(int zone) => 0; // kept")]
    [InlineData("static int {|ZSDK3006:ResetCore|}(int zone) => 0;", "private partial int ResetCore(int zone) => 0;")]
    [InlineData("private partial int {|ZSDK3006:ResetCore|}(long which) => 0;", "private partial int ResetCore(int which) => 0;")]
    [InlineData("private partial int {|ZSDK3006:ResetCore|}(in int zone) => 0;", "private partial int ResetCore(int zone) => 0;")]
    [InlineData("private partial int {|ZSDK3006:ResetCore|}(int zone, bool isAll) => 0;", "private partial int ResetCore(int zone) => 0;")]
    [InlineData("private partial int {|ZSDK3006:ResetCore|}() => 0;", "private partial int ResetCore(int zone) => 0;")]
    [InlineData("private partial long {|ZSDK3006:ResetCore|}(int zone) => 0;", "private partial int ResetCore(int zone) => 0;")]
    [InlineData("private partial int {|ZSDK3006:ResetCore|}(int zone);", "private partial int ResetCore(int zone) => throw new System.NotImplementedException();")]
    public Task A_method_gets_the_declaration_that_the_table_needs(string before, string after) =>
        new DescriptorFix<CoreMethodFix>(Backend("ZonedBackend(\"x\")", Other, Report, "    " + before), Backend("ZonedBackend(\"x\")", Other, Report, "    " + Spelled(after))).RunAsync();

    [Fact]
    public Task A_method_of_spans_is_declared_with_the_types_that_are_meant() => new DescriptorFix<CoreMethodFix>(
        Backend("ZonedBackend(\"x\")", Other, "    private partial int {|ZSDK3006:ReportCore|}(int from, ZoneInfo[] into) => into.Length - from;", Reset),
        Backend("ZonedBackend(\"x\")", Other, "    private partial int ReportCore(int from, global::System.Span<ZoneInfo> into) => into.Length - from;", Reset)).RunAsync();

    [Fact]
    public Task What_is_missing_is_added_behind_the_last_member() => new DescriptorFix<CoreMethodFix>(
        Backend("{|ZSDK3006:{|ZSDK3006:ZonedBackend(\"x\")|}|}", Other),
        Backend(
            "ZonedBackend(\"x\")",
            Other,
            "",
            "    private partial int ReportCore(int firstZone, global::System.Span<ZoneInfo> zones) => throw new global::System.NotImplementedException();",
            "",
            "    private partial int ResetCore(int zone) => throw new global::System.NotImplementedException();")).RunAsync();

    [Fact]
    public Task A_class_on_one_line_is_opened() => new DescriptorFix<CoreMethodFix>(
        $"using System;\n[{{|ZSDK3006:ZonedBackend(\"x\")|}}]\n{Rows}\npublic sealed partial class X {{ {OneLine(Other)} {Report.Trim()} }}",
        $"using System;\n[ZonedBackend(\"x\")]\n{Rows}\npublic sealed partial class X {{ {OneLine(Other)} {Report.Trim()} \n\n    private partial int ResetCore(int zone) => throw new NotImplementedException();\n}}").RunAsync();

    [Fact]
    public Task A_class_without_a_body_gets_one() => new DescriptorFix<CoreMethodFix>(
        $"using System;\n{Rows}\npublic sealed partial class X {{ {OneLine(Other)} {Report.Trim()} }}\n\n[{{|ZSDK3006:ZonedBackend(\"x\")|}}]\npartial class X;",
        $"using System;\n{Rows}\npublic sealed partial class X {{ {OneLine(Other)} {Report.Trim()} }}\n\n[ZonedBackend(\"x\")]\npartial class X\n{{\n    private partial int ResetCore(int zone) => throw new NotImplementedException();\n}}").RunAsync();

    [Theory]
    [InlineData("    private partial int {|ZSDK3006:RestCore|}(int zone) => 0;\n    private partial int ResetCore(int zone) => 0;")]
    [InlineData("    private partial int ResetCore(int zone) => 0;\n    private int {|ZSDK3006:ResetCore|}(long zone) => 0;")]
    public Task A_name_that_no_row_needs_and_a_second_method_of_the_name_are_left_alone(string methods)
    {
        string source = Backend("ZonedBackend(\"x\")", Other, Report, methods);
        return new DescriptorFix<CoreMethodFix>(source, source).RunAsync();
    }

    private static string Backend(string attribute, params string[] members) =>
        $"[{attribute}]\n{Rows}\npublic sealed partial class X\n{{\n{string.Join("\n", members)}\n}}\n";

    // Without a using directive for it, an exception has its whole name.
    private static string Spelled(string method) => method.Replace("new System.", "new global::System.", StringComparison.Ordinal);

    private static string OneLine(string methods) => string.Join(" ", methods.Split('\n').Select(static line => line.Trim()));
}
