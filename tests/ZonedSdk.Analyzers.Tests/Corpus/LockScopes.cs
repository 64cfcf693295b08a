using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>
/// Finds the locks around a place by the shape of the text alone: what a reader sees. It shares nothing with the analyzers, which follow the flow, and
/// knows fewer forms than they do: a lock statement, a scope of a <c>System.Threading.Lock</c>, and taking before or first in a try whose finally releases.
/// </summary>
internal sealed class LockScopes(SemanticModel model)
{
    /// <summary>The scopes around a place, the innermost first, out to the member that it stands in.</summary>
    public IEnumerable<LockScope> Around(SyntaxNode place)
    {
        for (SyntaxNode inner = place; inner.Parent is { } outer && inner is not MemberDeclarationSyntax; inner = outer)
        {
            switch (outer)
            {
                case LockStatementSyntax statement when statement.Statement == inner:
                    yield return OfLock(statement);
                    break;
                case UsingStatementSyntax statement when statement.Statement == inner && OfUsing(statement) is { } scope:
                    yield return scope;
                    break;
                case TryStatementSyntax statement when statement.Finally is { } end && end != inner && OfTry(statement, end) is { } scope && scope.Enclosed.Contains(place.Span):
                    yield return scope;
                    break;
                case BlockSyntax block:
                    foreach (LockScope scope in block.Statements.TakeWhile(s => s != inner).Select(s => OfDeclaration(s, block)).OfType<LockScope>().Reverse())
                    {
                        yield return scope;
                    }

                    break;
            }
        }
    }

    private LockScope OfLock(LockStatementSyntax statement) => new(
        IsType(statement.Expression, "Lock") ? LockKind.Lock : LockKind.Object,
        [statement.Expression],
        statement.Statement.Span,
        [Blank(TextSpan.FromBounds(statement.LockKeyword.SpanStart, statement.CloseParenToken.Span.End), statement)]);

    private LockScope? OfUsing(UsingStatementSyntax statement)
    {
        ExpressionSyntax? entered = statement.Expression ?? (statement.Declaration is { Variables: [{ Initializer.Value: { } value }] } ? value : null);
        return entered is not null && ScopeGateOf(entered) is { } gate
            ? new(LockKind.Lock, [gate], statement.Statement.Span, [Blank(TextSpan.FromBounds(statement.UsingKeyword.SpanStart, statement.CloseParenToken.Span.End), statement)])
            : null;
    }

    private LockScope? OfDeclaration(StatementSyntax statement, BlockSyntax block) =>
        statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword, Declaration.Variables: [{ Initializer.Value: { } value }] } && ScopeGateOf(value) is { } gate
            ? new(LockKind.Lock, [gate], TextSpan.FromBounds(statement.Span.End, block.CloseBraceToken.SpanStart), [Blank(statement.Span, statement)])
            : null;

    private LockScope? OfTry(TryStatementSyntax statement, FinallyClauseSyntax end)
    {
        foreach (ExpressionStatementSyntax release in end.Block.DescendantNodes().OfType<ExpressionStatementSyntax>())
        {
            if (CallIn(release) is { Takes: false } released
                && new[] { StatementBefore(statement), statement.Block.Statements.FirstOrDefault() }.FirstOrDefault(s => CallIn(s) is { Takes: true } taken && IsSame(taken, released)) is { } take
                && CallIn(take) is { } call)
            {
                int start = Math.Max(take.Span.End, statement.Block.SpanStart);
                return new(call.Kind, [call.Gate, released.Gate], TextSpan.FromBounds(start, end.SpanStart), [Blank(take.Span, take), Blank(release.Span, release)]);
            }
        }

        return null;
    }

    private static StatementSyntax? StatementBefore(TryStatementSyntax statement) =>
        statement.Parent is BlockSyntax block && block.Statements.IndexOf(statement) is > 0 and var at ? block.Statements[at - 1] : null;

    private static bool IsSame((ExpressionSyntax Gate, LockKind Kind, bool Takes) taken, (ExpressionSyntax Gate, LockKind Kind, bool Takes) released) =>
        taken.Kind == released.Kind && SyntaxFactory.AreEquivalent(taken.Gate, released.Gate);

    // A statement that does nothing but take or release a lock for as long as it takes.
    private (ExpressionSyntax Gate, LockKind Kind, bool Takes)? CallIn(StatementSyntax? statement)
    {
        ExpressionSyntax? expression = (statement as ExpressionStatementSyntax)?.Expression;
        expression = expression is AwaitExpressionSyntax awaited ? awaited.Expression : expression;
        if (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: { } configured } })
        {
            expression = configured;
        }

        if (expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method
            || (method.Parameters.Any(static p => p.Type is { SpecialType: SpecialType.System_Int32 } or { Name: "TimeSpan" }) && !IsForever(call)))
        {
            return null;
        }

        (LockKind Kind, bool Takes)? what = (method.ContainingType.Name, method.Name) switch
        {
            ("Monitor", "Enter" or "TryEnter") => (LockKind.Object, true),
            ("Monitor", "Exit") => (LockKind.Object, false),
            ("Lock", "Enter" or "TryEnter") => (LockKind.Lock, true),
            ("Lock", "Exit") => (LockKind.Lock, false),
            ("SemaphoreSlim", "Wait" or "WaitAsync") => (LockKind.Semaphore, true),
            ("SemaphoreSlim", "Release") => (LockKind.Semaphore, false),
            ("SpinLock", "Enter") => (LockKind.Spin, true),
            ("SpinLock", "Exit") => (LockKind.Spin, false),
            ("ReaderWriterLockSlim", "EnterReadLock" or "TryEnterReadLock") => (LockKind.Read, true),
            ("ReaderWriterLockSlim", "ExitReadLock") => (LockKind.Read, false),
            ("ReaderWriterLockSlim", "EnterUpgradeableReadLock" or "TryEnterUpgradeableReadLock") => (LockKind.Upgradeable, true),
            ("ReaderWriterLockSlim", "ExitUpgradeableReadLock") => (LockKind.Upgradeable, false),
            ("ReaderWriterLockSlim", "EnterWriteLock" or "TryEnterWriteLock") => (LockKind.Write, true),
            ("ReaderWriterLockSlim", "ExitWriteLock") => (LockKind.Write, false),
            _ => null,
        };
        bool triesOnce = method.Name.StartsWith("Try", StringComparison.Ordinal) && !IsForever(call);
        return what is { } known && !triesOnce && method.ContainingNamespace.ToDisplayString() == "System.Threading"
            ? (method.IsStatic ? call.ArgumentList.Arguments[0].Expression : access.Expression, known.Kind, known.Takes)
            : null;
    }

    // Trying for ever is taking. Without a time it is not, and what tries once is no scope.
    private bool IsForever(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Any(a => model.GetConstantValue(a.Expression) is { HasValue: true, Value: -1 } || a.Expression.ToString().EndsWith("InfiniteTimeSpan", StringComparison.Ordinal));

    private ExpressionSyntax? ScopeGateOf(ExpressionSyntax entered) =>
        entered is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "EnterScope", Expression: { } gate } } && IsType(gate, "Lock") ? gate : null;

    private bool IsType(ExpressionSyntax expression, string name) =>
        model.GetTypeInfo(expression).Type is { } type && type.Name == name && type.ContainingNamespace?.ToDisplayString() == "System.Threading";

    // Lines keep their numbers; where a statement goes an empty one stays.
    private static TextChange Blank(TextSpan span, StatementSyntax statement)
    {
        int lines = statement.SyntaxTree.GetText().ToString(span).Count(static c => c == '\n');
        return new TextChange(span, new string('\n', lines) + (span == statement.Span ? ";" : ""));
    }
}
