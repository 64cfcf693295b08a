using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using Xunit.Abstractions;
using ZonedSdk.PackageTests.Harness;

namespace ZonedSdk.PackageTests;

/// <summary>The packed package, and projects that use it, beside it or two hops away.</summary>
[Collection(PackedSdkGroup.Name)]
public sealed class PackedSdkTests(PackedSdk sdk, ITestOutputHelper output)
{
    // What they add to everybody's download, and to every compiler and editor that loads them.
    private const long MostPackedBytes = 600_000;
    private const long MostLoadedBytes = 900_000;

    private const string CompilerFolder = "analyzers/dotnet/cs/";

    [Fact]
    public void The_package_contains_these_files_and_no_others()
    {
        using ZipArchive package = sdk.OpenPackage();
        string[] expected =
        [
            "LICENSE",
            "README.md",
            "ZonedSdk.nuspec",
            "icon.png",
            $"{CompilerFolder}ZonedSdk.Analyzers.dll",
            $"{CompilerFolder}ZonedSdk.CodeFixes.dll",
            $"{CompilerFolder}ZonedSdk.Generators.dll",
            "buildTransitive/ZonedSdk.props",
            .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src", "ZonedSdk", "buildTransitive", "drives")).Select(static f => $"buildTransitive/drives/{Path.GetFileName(f)}"),
            "buildTransitive/zoned-volume.schema.json",
            "lib/net10.0/ZonedSdk.dll",
            "lib/net10.0/ZonedSdk.xml",
        ];
        AssertEntries(package, expected);
    }

    [Fact]
    public void The_conformance_kit_contains_these_files_and_depends_on_the_library_alone()
    {
        using ZipArchive package = sdk.OpenPackage("ZonedSdk.Testing");
        string[] expected = ["LICENSE", "README.md", "ZonedSdk.Testing.nuspec", "icon.png", "lib/net10.0/ZonedSdk.Testing.dll", "lib/net10.0/ZonedSdk.Testing.xml"];
        AssertEntries(package, expected);

        using Stream nuspec = package.GetEntry("ZonedSdk.Testing.nuspec")!.Open();
        XElement dependency = Assert.Single(XDocument.Load(nuspec).Root!.Descendants(), static e => e.Name.LocalName == "dependency");
        Assert.Equal(("ZonedSdk", sdk.Version), (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value));
    }

    [Fact]
    public void The_hosting_package_contains_these_files_and_depends_on_abstractions_alone()
    {
        using ZipArchive package = sdk.OpenPackage("ZonedSdk.Hosting");
        string[] expected = ["LICENSE", "README.md", "ZonedSdk.Hosting.nuspec", "icon.png", "lib/net10.0/ZonedSdk.Hosting.dll", "lib/net10.0/ZonedSdk.Hosting.xml"];
        AssertEntries(package, expected);

        // The health checks' builder has no package of abstractions. The exporter and the SDK of OpenTelemetry are the application's to choose.
        using Stream nuspec = package.GetEntry("ZonedSdk.Hosting.nuspec")!.Open();
        string[] dependencies = [.. XDocument.Load(nuspec).Root!.Descendants().Where(static e => e.Name.LocalName == "dependency").Select(static e => e.Attribute("id")!.Value)];
        Assert.Equal(
            ["Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Options", "OpenTelemetry.Api", "ZonedSdk"],
            dependencies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_device_is_opened_by_a_host_in_a_program_that_has_the_package()
    {
        Assert.Equal("", Sarif.Normalize(sdk.ResultOf("Hosted.sarif")));
        Assert.Equal("appended at 0, Healthy", (await sdk.RunProjectAsync("Hosted")).Trim());
    }

    [Fact]
    public async Task The_conformance_kit_runs_in_a_program_without_a_test_framework()
    {
        Assert.Equal("", Sarif.Normalize(sdk.ResultOf("Conformance.sarif")));
        Assert.Equal("conformant", (await sdk.RunProjectAsync("Conformance")).Trim());
    }

    [Fact]
    public async Task The_tool_is_installed_from_its_package_and_runs()
    {
        string zoned = await sdk.InstallToolAsync("ZonedSdk.Cli", "zoned");
        string image = Path.Combine(sdk.Folder, "tool.zimg");
        Assert.Contains("8 MiB in 4 zones of 2 MiB", await Started.RunAsync(zoned, "create", image, "--size", "8MiB", "--zone-size", "2MiB"), StringComparison.Ordinal);
        Assert.Contains("empty", await Started.RunAsync(zoned, "report", image), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_on_the_package_compiles_natively_without_a_warning_and_does_its_work()
    {
        (string program, string said) = await sdk.CompileAheadAsync("Ahead");
        Assert.DoesNotContain("warning", said, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("24 blocks by a native program", (await Started.RunAsync(program, Path.Combine(sdk.Folder, "ahead.zimg"))).Trim());
    }

    [Fact]
    public async Task A_host_with_a_device_compiles_natively_without_a_warning_and_drains_it()
    {
        (string program, string said) = await sdk.CompileAheadAsync("AheadHosted");
        Assert.DoesNotContain("warning", said, StringComparison.OrdinalIgnoreCase);

        // What is logged: opened, the drain begun, closed with everything durable.
        Assert.Equal("a native host: Healthy; wrong setting named; logged 1 4 5; kept", (await Started.RunAsync(program, Path.Combine(sdk.Folder, "hosted.zimg"))).Trim());
    }

    [Fact]
    public void The_package_says_what_it_is_and_depends_on_nothing()
    {
        using ZipArchive package = sdk.OpenPackage();
        using Stream nuspec = package.GetEntry("ZonedSdk.nuspec")!.Open();
        XElement metadata = XDocument.Load(nuspec).Root!.Elements().Single(static e => e.Name.LocalName == "metadata");
        Assert.Equal("ZonedSdk", Value("id"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.NotEmpty(Value("description"));
        Assert.Empty(metadata.Descendants().Where(static e => e.Name.LocalName == "dependency"));

        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
    }

    [Fact]
    public void What_the_compiler_loads_is_small()
    {
        using ZipArchive package = sdk.OpenPackage();
        ZipArchiveEntry[] parts = [.. package.Entries.Where(static e => e.FullName.StartsWith(CompilerFolder, StringComparison.Ordinal))];
        string sizes = string.Join(", ", parts.Select(static p => string.Create(CultureInfo.InvariantCulture, $"{p.Name} {p.Length:N0} (packed {p.CompressedLength:N0})")));
        (long loaded, long packed) = (parts.Sum(static p => p.Length), parts.Sum(static p => p.CompressedLength));
        sizes = string.Create(CultureInfo.InvariantCulture, $"{sizes}; together {loaded:N0} bytes, at most {MostLoadedBytes:N0}; packed {packed:N0}, at most {MostPackedBytes:N0}");
        output.WriteLine(sizes);
        Assert.True(loaded < MostLoadedBytes && packed < MostPackedBytes, sizes);
    }

    [Theory]
    [InlineData("Near")]
    [InlineData("Far")]
    public async Task Generated_types_are_there_and_the_code_runs(string project)
    {
        Assert.NotEmpty(sdk.GeneratedIn(project));
        Assert.Equal("", Sarif.Normalize(sdk.ResultOf($"{project}.sarif")));
        Assert.Equal("read 4096 at 0", (await sdk.RunProjectAsync(project)).Trim());
    }

    [Theory]
    [InlineData("NearMistakes")]
    [InlineData("FarMistakes")]
    public void Mistakes_are_reported_with_these_results(string project) => Sarif.Check(project, sdk.ResultOf($"{project}.sarif"));

    [Fact]
    public void No_analyzer_or_generator_was_dropped_by_the_compiler()
    {
        Assert.NotEmpty(sdk.BuildOutput);
        foreach (string warning in (string[])["CS9057", "CS8032", "AD0001", "CS8784", "CS8785", "NU1"])
        {
            Assert.DoesNotContain(warning, sdk.BuildOutput, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Everything_can_be_switched_off_two_hops_away()
    {
        Assert.Equal("", Sarif.Normalize(sdk.ResultOf("Off.sarif")));
        Assert.NotEmpty(sdk.ResultOf("Off.sarif"));
        Assert.Empty(sdk.GeneratedIn("Off"));
        Assert.DoesNotContain(".zoned.json", sdk.ResultOf("Off.additional.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogue_of_drives_reaches_projects_two_hops_away() =>
        Assert.Contains(".zoned.json", sdk.ResultOf("Far.additional.txt"), StringComparison.Ordinal);

    [Fact]
    public void A_project_without_the_attributes_gets_nothing()
    {
        Assert.NotEmpty(sdk.ResultOf("Bystander.sarif"));
        Assert.Equal("", Sarif.Normalize(sdk.ResultOf("Bystander.sarif")));
        Assert.Empty(sdk.GeneratedIn("Bystander"));
    }

    [Fact]
    public async Task Dotnet_format_applies_a_fix_to_all_of_a_project()
    {
        (string said, string source) = await sdk.FormatAsync("Fixable", "ZSDK4001", "Counter.cs");
        string asked = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "tests", "ZonedSdk.PackageTests", "Projects", "Fixable", "Counter.cs"));
        string expected = asked
            .Replace("        _count++;", "        lock (_gate)\n        {\n            _count++;\n        }", StringComparison.Ordinal)
            .Replace("        _count = 0;", "        lock (_gate)\n        {\n            _count = 0;\n        }", StringComparison.Ordinal);
        Assert.NotEqual(asked, expected);
        Assert.True(expected == source, $"{source}\n{said}");
    }

    // All but what the format of packages itself asks for.
    private static void AssertEntries(ZipArchive package, IEnumerable<string> expected)
    {
        string[] found = [.. package.Entries.Select(static e => e.FullName).Where(static n => !n.StartsWith("_rels/", StringComparison.Ordinal) && !n.StartsWith("package/", StringComparison.Ordinal) && n != "[Content_Types].xml")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }
}
