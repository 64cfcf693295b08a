using System.Runtime.CompilerServices;

namespace ZonedSdk.Testing.Benches;

/// <summary>The cases of one group, named after the methods that show them.</summary>
internal sealed class CaseList(string group, CaseNeeds? common = null)
{
    private readonly List<ConformanceCase> _cases = [];

    public IReadOnlyList<ConformanceCase> Cases => _cases;

    /// <summary>Adds a method: its name says the case's, underscores for blanks.</summary>
    public CaseList Add(CaseBody body, CaseNeeds? needs = null, [CallerArgumentExpression(nameof(body))] string name = "") =>
        AddNamed(name.Replace('_', ' '), body, needs);

    public CaseList AddNamed(string name, CaseBody body, CaseNeeds? needs = null)
    {
        _cases.Add(new ConformanceCase($"{group}: {char.ToLowerInvariant(name[0])}{name[1..]}", needs ?? common ?? new CaseNeeds(), body));
        return this;
    }
}
