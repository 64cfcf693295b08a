namespace ZonedSdk.Analyzers.Tests.PriorArt;

/// <summary>All situations, by the tool and test file that they come from.</summary>
internal static class PriorCases
{
    private const string Clang = "Clang, warn-thread-safety-analysis.cpp";

    public static IReadOnlyList<PriorCase> All { get; } =
    [
        .. From(Clang, ClangLockingCases.All),
        .. From(Clang, ClangAccessCases.All),
        .. From(Clang, ClangScopeCases.All),
        .. From("Clang, warn-thread-safety-parsing.cpp", ClangAttributeCases.All),
        .. From("Error Prone, GuardedByCheckerTest.java", ErrorProneCases.All),
        .. From("Error Prone, GuardedByBinderTest.java", ErrorProneBinderCases.All),
    ];

    private static IEnumerable<PriorCase> From(string source, IEnumerable<PriorCase> cases) => cases.Select(c => c with { Source = source });
}
