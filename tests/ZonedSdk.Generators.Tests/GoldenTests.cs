using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests;

/// <summary>Each folder under Goldens is an input with a <c>Probe</c> and the files that the generator makes of it.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Inputs => [.. Golden.Names];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void The_emitted_files_are_these_compile_and_do_what_they_say(string name)
    {
        string input = Golden.Input(name);
        foreach (NullableContextOptions nullable in (NullableContextOptions[])[NullableContextOptions.Enable, NullableContextOptions.Disable])
        {
            GeneratorRun run = GeneratorRun.Of(Compilations.Create(Compilations.ParseOptions, nullable, input), files: Golden.Files(name)).Compiles();
            Golden.Check(name, run.Sources);
            Assert.Equal("ok", run.Execute());
        }
    }
}
