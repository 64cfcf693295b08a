namespace ZonedSdk.Generators.Tests.Compilers;

/// <summary>The compiler that users run is newer than the one that the generator is built against, and makes the same of every description.</summary>
public sealed class SdkCompilerTests
{
    [Fact]
    public void The_compiler_of_the_SDK_gets_the_same_bytes()
    {
        SdkCompilerContext context = new();
        try
        {
            Type there = context.LoadFromAssemblyName(typeof(EmittedBytes).Assembly.GetName()).GetType(typeof(EmittedBytes).FullName!, throwOnError: true)!;
            string compiler = (string)there.GetProperty(nameof(EmittedBytes.Compiler))!.GetValue(null)!;
            Assert.NotEqual(EmittedBytes.Compiler, compiler);
            Assert.Equal(EmittedBytes.All(), (SortedDictionary<string, string>)there.GetMethod(nameof(EmittedBytes.All))!.Invoke(null, null)!);
        }
        finally
        {
            context.Unload();
        }
    }
}
