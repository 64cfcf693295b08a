using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Gives a fix-all provider the diagnostics that the test has found, where an editor would analyse again.</summary>
internal sealed class FoundDiagnostics(ImmutableArray<ReportedDiagnostic> found) : FixAllContext.DiagnosticProvider
{
    public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        => Select(project, _ => true);

    public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        => Select(document.Project, location => location.GetLineSpan().Path == document.FilePath);

    public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        => Select(project, location => !location.IsInSource);

    private Task<IEnumerable<Diagnostic>> Select(Project project, Func<Location, bool> isMeant) => Task.FromResult(
        found.Where(item => item.Project.Id == project.Id && isMeant(item.Diagnostic.Location)).Select(item => item.Diagnostic));
}
