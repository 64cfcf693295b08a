using System.Globalization;
using System.Text.RegularExpressions;

namespace ZonedSdk.Analyzers.Tests.Rules;

/// <summary>One way to write a lock region. In a case, <c>LOCK(g) ... UNLOCK(g)</c> stands for it, <c>GATE</c> for the gate's type and <c>VOID</c> for the method's result.</summary>
internal sealed record LockForm(string Gate, string Open, string Close, string Result = "void")
{
    public static IReadOnlyDictionary<string, LockForm> All { get; } = new Dictionary<string, LockForm>(StringComparer.Ordinal)
    {
        ["lock on an object"] = new("object", "lock (§) {", "}"),
        ["lock on a Lock"] = new("Lock", "lock (§) {", "}"),
        ["EnterScope as a statement"] = new("Lock", "using (§.EnterScope()) {", "}"),
        ["EnterScope as a declaration"] = new("Lock", "{ using var s# = §.EnterScope();", "}"),
        ["Lock.Enter and Exit"] = new("Lock", "§.Enter(); try {", "} finally { §.Exit(); }"),
        ["Lock.TryEnter followed"] = new("Lock", "if (§.TryEnter()) { try {", "} finally { §.Exit(); } }"),
        ["Lock.TryEnter kept"] = new("Lock", "{ bool t# = §.TryEnter(10); if (!t#) throw new TimeoutException(); try {", "} finally { §.Exit(); } }"),
        ["Monitor.Enter and Exit"] = new("object", "Monitor.Enter(§); try {", "} finally { Monitor.Exit(§); }"),
        ["Monitor with a flag"] = new("object", "{ bool t# = false; try { Monitor.Enter(§, ref t#);", "} finally { if (t#) Monitor.Exit(§); } }"),
        ["Monitor.TryEnter followed"] = new("object", "if (Monitor.TryEnter(§, 10)) { try {", "} finally { Monitor.Exit(§); } }"),
        ["Monitor.TryEnter with a flag"] = new("object", "{ bool t# = false; try { Monitor.TryEnter(§, ref t#); if (t#) {", "} } finally { if (t#) Monitor.Exit(§); } }"),
        ["SemaphoreSlim.Wait"] = new("SemaphoreSlim", "§.Wait(); try {", "} finally { §.Release(); }"),
        ["SemaphoreSlim.Wait with a time"] = new("SemaphoreSlim", "if (§.Wait(10)) { try {", "} finally { §.Release(); } }"),
        ["SemaphoreSlim.WaitAsync"] = new("SemaphoreSlim", "await §.WaitAsync().ConfigureAwait(false); try {", "} finally { §.Release(); }", "async Task"),
        ["SemaphoreSlim.WaitAsync with a time"] = new("SemaphoreSlim", "if (await §.WaitAsync(10)) { try {", "} finally { §.Release(); } }", "async Task"),
        ["SemaphoreSlim.WaitAsync kept"] = new("SemaphoreSlim", "{ Task w# = §.WaitAsync(); await w#; try {", "} finally { §.Release(); } }", "async Task"),
        ["SpinLock"] = new("SpinLock", "{ bool t# = false; try { §.Enter(ref t#);", "} finally { if (t#) §.Exit(); } }"),
        ["ReaderWriterLockSlim"] = new("ReaderWriterLockSlim", "§.EnterWriteLock(); try {", "} finally { §.ExitWriteLock(); }"),
        ["an annotated guard"] = new("MyLock", "using (§.Enter()) {", "}"),
        ["an annotated guard as a declaration"] = new("MyLock", "{ using MyGuard g# = §.Enter();", "}"),
        ["annotated methods"] = new("MyLock", "§.Take(); try {", "} finally { §.Give(); }"),
        ["an annotated try with an out guard"] = new("MyLock", "{ if (§.TryEnter(out MyGuard g#)) { using (g#) {", "} } }"),
        ["an annotated asynchronous guard"] = new("MyLock", "using (await §.EnterAsync()) {", "}", "async Task"),
    };

    private const string Support = """

        sealed class MyLock
        {
            [AcquiresLock("this")] public MyGuard Enter() { Monitor.Enter(this); return new MyGuard(this, 0); }
            [AcquiresLock("this")] public async Task<MyGuard> EnterAsync() { await Task.Yield(); Monitor.Enter(this); return new MyGuard(this, 0); }
            [AcquiresLock("this")] public bool TryEnter(out MyGuard guard) { guard = new MyGuard(this, 0); return Monitor.TryEnter(this); }
            [AcquiresLock("this")] public void Take() => Monitor.Enter(this);
            [ReleasesLock("this")] public void Give() => Monitor.Exit(this);
        }

        sealed class MyGuard(MyLock owner, int unused) : IDisposable
        {
            private readonly MyLock _owner = owner;
            public int Unused { get; } = unused;
            [ReleasesLock("_owner")] public void Dispose() => Monitor.Exit(_owner);
        }

        """;

    public string Write(string code)
    {
        int number = 0;
        string text = Regex.Replace(code, @"(UN)?LOCK\(([^)]*)\)", match => (match.Groups[1].Success ? Close : Open)
            .Replace("§", match.Groups[2].Value, StringComparison.Ordinal)
            .Replace("#", (match.Groups[1].Success ? number-- : ++number).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        string creation = Gate == "SemaphoreSlim" ? "new SemaphoreSlim(1, 1)" : $"new {Gate}()";
        string gate = Gate == "SpinLock" ? Gate : "readonly " + Gate;
        return text
            .Replace("readonly GATE", gate, StringComparison.Ordinal)
            .Replace("NEWGATE", creation, StringComparison.Ordinal)
            .Replace("VOID", Result, StringComparison.Ordinal)
            + Support;
    }
}
