using Microsoft.CodeAnalysis.Host.Mef;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// One workspace for all tests of the process: composing its services takes longer than most tests. Solutions are immutable, so each
/// test branches off the empty one and nobody applies anything to the workspace.
/// </summary>
internal static class SharedWorkspace
{
    private static readonly AdhocWorkspace s_workspace = new(MefHostServices.DefaultHost);

    public static Solution EmptySolution => s_workspace.CurrentSolution;
}
