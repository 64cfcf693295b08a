using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>Short forms for tests of the rules about ownership: members of a class with guards, reservations and what takes them.</summary>
internal static class OwnerCheck
{
    private const string Types = """

        readonly ref struct Guard
        {
            private readonly Lock _gate;
            private readonly ref int _state;
            [AcquiresLock("gate")] public Guard(Lock gate, ref int state) { gate.Enter(); _gate = gate; _state = ref state; }
            public ref int State => ref _state;
            [ReleasesLock("_gate")] public void Dispose() => _gate.Exit();
        }
        [Reservation] sealed class Lease : IDisposable, IAsyncDisposable
        {
            public int Zone { get; set; }
            public void Use() { }
            public Task UseAsync() => Task.CompletedTask;
            public void Complete() { }
            public void Dispose() { }
            public ValueTask DisposeAsync() => default;
        }
        [Reservation] struct Ticket : IDisposable { public Ticket(int n) { } public void Use() { } public void Dispose() { } }
        sealed class Owner : IDisposable
        {
            private Lease _lease;
            public Owner([TakesOwnership] Lease lease) => _lease = lease;
            public Lease Lease { get => _lease; set => _lease = value; }
            public void Dispose() => _lease.Dispose();
        }
        sealed class Note { public Lease? Lease { get; set; } public Lease? Last; }

        """;

    /// <summary>Checks members.</summary>
    public static Task Members(string members) => RuleCheck.Types(InClass(members));

    /// <summary>Checks one diagnostic with its message.</summary>
    public static Task Message(string members, DiagnosticResult expected)
    {
        RuleTest<ConcurrencyAnalyzer> test = RuleCheck.TypesTest(InClass(members));
        test.ExpectedDiagnostics.Add(expected);
        return test.RunAsync();
    }

    /// <summary>The whole source that members are checked in.</summary>
    public static string SourceOf(string members) => RuleCheck.SourceOfTypes(InClass(members));

    public static string InClass(string members) => $$"""
        class C : IDisposable
        {
            private readonly Lock _gate = new();
            private int _state;
            private Lease? _kept;
            [AcquiresLock(nameof(_gate))] private Guard Enter() => new(_gate, ref _state);
            private static Lease Open() => new();
            private static Lease? TryOpen(bool b) => b ? new() : null;
            private static bool TryOpen([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Lease? lease) { lease = new(); return true; }
            private static Task<Lease> OpenAsync() => Task.FromResult(new Lease());
            private static void Look(Lease lease) { }
            private static void Take([TakesOwnership] Lease lease) => lease.Dispose();
            private static void Work() { }
            public void Dispose() => _kept?.Dispose();
        {{members}}
        }
        """ + Types;
}
