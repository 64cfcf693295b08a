using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The content of one project.</summary>
public class ProjectState(string name, string language, string defaultPrefix, string defaultExtension)
{
    public string Name { get; } = name;

    public string AssemblyName => Name;

    public string Language { get; } = language;

    public ReferenceAssemblies? ReferenceAssemblies { get; set; }

    public OutputKind? OutputKind { get; set; }

    public DocumentationMode? DocumentationMode { get; set; }

    public SourceFileList Sources { get; } = new(defaultPrefix, defaultExtension);

    public SourceFileCollection GeneratedSources { get; } = [];

    public SourceFileCollection AdditionalFiles { get; } = [];

    public SourceFileCollection AnalyzerConfigFiles { get; } = [];

    public List<Func<IEnumerable<(string filename, SourceText content)>>> AdditionalFilesFactories { get; } = [];

    public List<string> AdditionalProjectReferences { get; } = [];

    public MetadataReferenceCollection AdditionalReferences { get; } = [];

    internal string DefaultPrefix { get; } = defaultPrefix;

    internal string DefaultExtension { get; } = defaultExtension;

    internal IEnumerable<(string filename, SourceText content)> AllAdditionalFiles
        => AdditionalFiles.Concat(AdditionalFilesFactories.SelectMany(factory => factory()));
}
