using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Files with their paths.</summary>
public class SourceFileCollection : List<(string filename, SourceText content)>
{
    public void Add((string filename, string content) file) => Add((file.filename, SourceText.From(file.content)));

    /// <summary>A generator's output under the path that the compiler gives it, in the encoding that generators state.</summary>
    public void Add((Type sourceGeneratorType, string filename, string content) file)
        => Add((file.sourceGeneratorType, file.filename, SourceText.From(file.content, Encoding.UTF8)));

    public void Add((Type sourceGeneratorType, string filename, SourceText content) file)
    {
        var assembly = file.sourceGeneratorType.Assembly.GetName().Name ?? "";
        Add((Path.Combine(assembly, file.sourceGeneratorType.FullName!, file.filename), file.content));
    }
}
