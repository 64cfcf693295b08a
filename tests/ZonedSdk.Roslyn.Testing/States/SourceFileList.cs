using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Files that get a path by their number unless the test states one.</summary>
public class SourceFileList(string defaultPrefix, string defaultExtension) : SourceFileCollection
{
    private readonly string _defaultPrefix = defaultPrefix;
    private readonly string _defaultExtension = defaultExtension;

    public void Add(string content) => Add(SourceText.From(content));

    public void Add(SourceText content) => Add(($"{_defaultPrefix}{Count}.{_defaultExtension}", content));
}
