using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.CodeFixes.Locks;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>Members of a class with a gate and what it guards.</summary>
internal static class TakeGateCase
{
    private const string Head = """
        class C
        {
            private readonly object _gate = new();
            private readonly Lock _lock = new();
            private readonly SemaphoreSlim _one = new(1, 1);
            private readonly ReaderWriterLockSlim _many = new();
            private SpinLock _spin;
            [GuardedBy(nameof(_gate))] private int _x;
            [GuardedBy(nameof(_gate))] private int _y;
            [GuardedBy(nameof(_gate))] private List<int> _list = new();
            [GuardedBy(nameof(_lock))] private int _l;
            [GuardedBy(nameof(_one))] private int _s;
            [GuardedBy(nameof(_many), Shared = true)] private int _r;
            [GuardedBy(nameof(_spin))] private int _p;
            [RequiresLock(nameof(_gate))] private void NeedLocked() => _x++;
            [ExcludesLock(nameof(_gate))] private void Callback(int n) { }
            private void Work() { }
            private static Task WorkAsync(int n) => Task.CompletedTask;

        """;

    public static string In(string members) => Head + members + "\n}\n";

    public static Task Check(string before, string after, string? title = null) => FixCheck.Types<TakeGateFix>(In(before), In(after), title);

    public static Task CheckAtOnce(string before, string after, string atOnce) => FixCheck.Test<TakeGateFix>(In(before), In(after), In(atOnce)).RunAsync();

    public static Task NotOffered(string members) => FixCheck.NotOffered<TakeGateFix>(In(members));
}
