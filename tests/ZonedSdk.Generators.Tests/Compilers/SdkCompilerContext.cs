using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ZonedSdk.Generators.Tests.Compilers;

/// <summary>Loads the generator and these tests once more, beside the compiler of the SDK that runs the tests.</summary>
internal sealed class SdkCompilerContext() : AssemblyLoadContext("SDK compiler", isCollectible: true)
{
    private static readonly string[] s_ofCompiler = ["Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp"];
    private static readonly string[] s_ofTests = ["ZonedSdk.Generators", "ZonedSdk.Generators.Tests", "Basic.Reference.Assemblies.Net100"];

    private readonly string _compilerFolder = FindCompiler();

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
    {
        { } name when s_ofCompiler.Contains(name) => LoadFromAssemblyPath(Path.Combine(_compilerFolder, name + ".dll")),
        { } name when s_ofTests.Contains(name) => LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name + ".dll")),
        _ => null,
    };

    // <root>/shared/Microsoft.NETCore.App/<version>/ is where the runtime stands, and <root>/sdk/<version>/Roslyn/bincore the compiler.
    private static string FindCompiler()
    {
        string sdks = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk"));
        return Directory.EnumerateDirectories(sdks)
            .Select(folder => Path.Combine(folder, "Roslyn", "bincore"))
            .Where(Directory.Exists)
            .OrderByDescending(folder => Version.TryParse(Path.GetFileName(Path.GetFullPath(Path.Combine(folder, "..", ".."))), out Version? version) ? version : new Version())
            .First();
    }
}
