using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZonedSdk.Analyzers.Rules;
using ZonedSdk.CodeFixes.Text;
using ZonedSdk.CodeFixes.Trying;

namespace ZonedSdk.CodeFixes.Locks;

/// <summary>A scope that holds a gate, as it is written for a lock of that kind.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Before">Statements before the scope.</param>
/// <param name="Header">What stands before the brace.</param>
/// <param name="First">Statements at the beginning of the scope.</param>
/// <param name="Finally">Statements of the finally block; empty where the scope releases by itself.</param>
internal sealed record GateScope(string Gate, IReadOnlyList<string> Before, string Header, IReadOnlyList<string> First, IReadOnlyList<string> Finally)
{
    private static readonly string[] s_none = [];

    /// <summary>Can be the body of an <c>if</c> without braces of its own.</summary>
    public bool IsOneStatement => Before.Count == 0;

    /// <summary>The scope that a finding asks for; null where the rule did not say how the lock is taken.</summary>
    public static GateScope? Of(FixSite site)
    {
        if (site.Hint(FixHints.Gate) is not { } gate || !Enum.TryParse(site.Hint(FixHints.Form), out LockForm form))
        {
            return null;
        }

        string? acquire = site.Hint(FixHints.Acquire);
        switch (form)
        {
            case LockForm.Monitor:
                return new GateScope(gate, s_none, $"lock ({gate})", s_none, s_none);
            case LockForm.Lock:
                return new GateScope(gate, s_none, PrefersScope(site, gate) ? $"using ({gate}.EnterScope())" : $"lock ({gate})", s_none, s_none);
            case LockForm.Guard:
                return new GateScope(gate, s_none, $"using ({gate}.{acquire}())", s_none, s_none);
            case LockForm.GuardAsync:
                return new GateScope(gate, s_none, $"using (await {gate}.{acquire}(){ConfigureAwait(site)})", s_none, s_none);
            case LockForm.Semaphore:
                return InTry(gate, WaitFor(site, gate), $"{gate}.Release();");
            case LockForm.Read:
                return InTry(gate, $"{gate}.EnterReadLock();", $"{gate}.ExitReadLock();");
            case LockForm.Write:
                return InTry(gate, $"{gate}.EnterWriteLock();", $"{gate}.ExitWriteLock();");
            case LockForm.Pair:
                return InTry(gate, $"{gate}.{acquire}();", $"{gate}.{site.Hint(FixHints.Release)}();");
            default:
                string taken = Names.Unused(site, "isTaken");
                return new GateScope(gate, [$"bool {taken} = false;"], "try", [$"{gate}.Enter(ref {taken});"], [$"if ({taken}) {gate}.Exit();"]);
        }
    }

    private static GateScope InTry(string gate, string acquire, string release) => new(gate, [acquire], "try", s_none, [release]);

    // Before C# 13 a Lock in a lock statement would be taken as any object; and who writes scopes elsewhere in the type wants one here.
    private static bool PrefersScope(FixSite site, string gate)
    {
        bool isOld = site.Source.Tree.Options is CSharpParseOptions { LanguageVersion: < (LanguageVersion)1300 };
        string type = site.Node.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault()?.ToString() ?? "";
        return isOld || (type.Contains($"{gate}.EnterScope()") && !type.Contains($"lock ({gate})"));
    }

    private static string WaitFor(FixSite site, string gate)
    {
        if (!Functions.IsAsynchronous(site.Node))
        {
            return $"{gate}.Wait();";
        }

        string token = Functions.ParametersAround(site).FirstOrDefault(static p => p.Type.Name == "CancellationToken")?.Name ?? "";
        return $"await {gate}.WaitAsync({token}){ConfigureAwait(site)};";
    }

    // As the other awaits of the member do it.
    private static string ConfigureAwait(FixSite site) =>
        Functions.MemberAround(site.Node)?.ToString().Contains(".ConfigureAwait(false)") == true ? ".ConfigureAwait(false)" : "";
}
