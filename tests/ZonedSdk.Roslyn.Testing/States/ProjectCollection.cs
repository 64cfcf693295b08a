namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Further projects of the solution, by name. Asking for one that is not there adds it.</summary>
public class ProjectCollection(string defaultLanguage, string defaultExtension) : Dictionary<string, ProjectState>
{
    private readonly string _defaultLanguage = defaultLanguage;
    private readonly string _defaultExtension = defaultExtension;

    public new ProjectState this[string projectName] => TryGetValue(projectName, out var state) ? state : this[projectName, _defaultLanguage];

    public ProjectState this[string projectName, string language]
    {
        get
        {
            new DefaultVerifier().LanguageIsSupported(language);
            if (!TryGetValue(projectName, out var state))
            {
                state = new ProjectState(projectName, language, $"/{projectName}/Test", _defaultExtension);
                Add(projectName, state);
            }

            return state;
        }
    }
}
