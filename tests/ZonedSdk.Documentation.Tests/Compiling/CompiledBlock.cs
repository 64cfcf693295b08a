using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZonedSdk.Documentation.Tests.Pages;

namespace ZonedSdk.Documentation.Tests.Compiling;

/// <summary>A block after it was compiled.</summary>
/// <param name="Block">The block.</param>
/// <param name="Compilation">The block with what was generated for it.</param>
/// <param name="Said">What generator, analyzers and compiler say of it, errors and warnings.</param>
internal sealed record CompiledBlock(CodeBlock Block, CSharpCompilation Compilation, IReadOnlyList<Diagnostic> Said)
{
    // A program on a page ends at once; one that does not must not stop the tests.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>Whatever is said and not announced, and whatever is announced and not said.</summary>
    public IEnumerable<string> Complaints()
    {
        foreach (Diagnostic diagnostic in Said.Where(d => !Block.Reports.Contains(d.Id)))
        {
            yield return diagnostic.ToString();
        }

        foreach (string id in Block.Reports.Except(Said.Select(static d => d.Id)))
        {
            yield return $"{Block.Page}({Block.Line}): {id} is announced and does not come.";
        }
    }

    /// <summary>Runs the block, a program.</summary>
    /// <returns>What is wrong with how it ended or what it printed; nothing where all is well.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        using MemoryStream image = new();
        if (!Compilation.Emit(image).Success)
        {
            return [$"{Block.Page}({Block.Line}): this is no program."];
        }

        image.Position = 0;
        AssemblyLoadContext context = new(Block.Page, isCollectible: true);
        TextWriter console = Console.Out;
        using StringWriter printed = new(CultureInfo.InvariantCulture);
        Console.SetOut(printed);
        try
        {
            // An asynchronous program has a Main around it that waits, so it is given a thread to wait on.
            MethodInfo main = context.LoadFromStream(image).EntryPoint!;
            object? code = await Task.Run(() => main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()])).WaitAsync(s_longest);
            return Faults(code is int number ? number : 0, printed.ToString()).ToList();
        }
        catch (TargetInvocationException e)
        {
            return [$"{Block.Page}({Block.Line}): the program ended with {e.InnerException}"];
        }
        catch (TimeoutException)
        {
            return [$"{Block.Page}({Block.Line}): the program did not end within {s_longest.TotalMinutes} minutes."];
        }
        finally
        {
            Console.SetOut(console);
            context.Unload();
        }
    }

    private IEnumerable<string> Faults(int code, string output)
    {
        if (code != 0)
        {
            yield return $"{Block.Page}({Block.Line}): the program ended with exit code {code}.";
        }

        string expected = Block.Output ?? output;
        if (output.ReplaceLineEndings("\n") != expected)
        {
            yield return $"{Block.Page}({Block.Line}): the program printed\n{output}\nand the page shows\n{expected}";
        }
    }
}
