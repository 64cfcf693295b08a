using ZonedSdk.Generators.Tests.Harness;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Documentation.Tests.Walking;

/// <summary>A fact that clones the repository that the tests were built from: it needs git, and that the folder is one of git's.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CloneFactAttribute : FactAttribute
{
    public CloneFactAttribute()
    {
        string[] needs = ["git", "bash", Path.Combine(RepositoryRoot.Find(), ".git")];
        Skip = needs.FirstOrDefault(static need => !NeedsFactAttribute.IsMet(need)) is { } missing ? $"Needs {missing}" : null;
    }
}
