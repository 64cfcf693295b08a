using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>Short forms for tests of a rule that are one source: <c>RuleVerifier&lt;Rule&gt;.VerifyAnalyzerAsync("...")</c>.</summary>
internal sealed class RuleVerifier<TAnalyzer> : AnalyzerVerifier<TAnalyzer, RuleTest<TAnalyzer>, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new();
