using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>Short forms for tests of a fix that are one source and its fixed form.</summary>
internal sealed class FixVerifier<TAnalyzer, TCodeFix> : CodeFixVerifier<TAnalyzer, TCodeFix, FixTest<TAnalyzer, TCodeFix>, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new();
