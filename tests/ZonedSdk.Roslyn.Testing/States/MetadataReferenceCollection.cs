using System.Collections.Concurrent;
using System.Reflection;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>References of one project. A file is read once in a process: reading it is most of a small test's time.</summary>
public class MetadataReferenceCollection : List<MetadataReference>
{
    private static readonly ConcurrentDictionary<string, MetadataReference> s_files = new(StringComparer.Ordinal);

    public void Add(Assembly assembly) => Add(assembly.Location);

    public void Add(string path) => Add(s_files.GetOrAdd(path, file => MetadataReference.CreateFromFile(file)));
}
