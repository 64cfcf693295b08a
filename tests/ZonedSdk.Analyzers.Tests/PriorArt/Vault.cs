namespace ZonedSdk.Analyzers.Tests.PriorArt;

/// <summary>The class in whose members the situations take place: a vault with doors for locks, and what lies behind them.</summary>
internal static class Vault
{
    /// <summary>The class with members added, and the lock types that go with it.</summary>
    public static string Around(string members) => $$"""
        class Vault
        {
            private readonly object _door = new();
            private readonly object _hatch = new();
            private readonly ReaderWriterLockSlim _book = new();
            private readonly SemaphoreSlim _turnstile = new(1, 1);
            private static readonly object s_gate = new();
            [GuardedBy(nameof(_door))] private int _gold;
            [GuardedBy(nameof(_hatch))] private int _silver;
            [GuardedBy(nameof(_book), Shared = true)] private int _total;
            [GuardedBy(nameof(_door))] private int[] _bars = [];
            [GuardedBy(nameof(_door))] private Coin _coin;
            [GuardedBy(nameof(_turnstile))] private int _visits;
            [GuardedBy(nameof(s_gate))] private static int s_count = 0;
            private readonly Vault _annex = null!;
            private readonly Vault _cellar = null!;
            private Vault _linked = null!;
            private bool _open;
            public object Door => _door;
            private bool Ask() => _open = !_open;
            private static void Show(int i) { }
            private static Vault Find() => new();
            private static Vault Find(Vault v) => v;
            [ReturnsLock(nameof(_door))] private object GetDoor() => _door;
            [RequiresLock(nameof(_door))] private void Count() => _gold++;
            [ExcludesLock(nameof(_door))] private void Ring() { }
            [AcquiresLock(nameof(_door))] private void Take() => Monitor.Enter(_door);
            [ReleasesLock(nameof(_door))] private void Give() => Monitor.Exit(_door);
            [AcquiresLock(nameof(_door))] private bool TryTake() => Monitor.TryEnter(_door);
            [AcquiresLock(nameof(_door))] private Pass Walk() => new(_door);
            [AcquiresLock(nameof(_door))] private Pass? TryWalk() => _open ? new(_door) : null;
            [AcquiresLock(nameof(s_gate))] private static void TakeAll() => Monitor.Enter(s_gate);
            [ReleasesLock(nameof(s_gate))] private static void GiveAll() => Monitor.Exit(s_gate);
            [RequiresLock(nameof(s_gate))] private static void CountAll() => s_count++;
            [AcquiresLock(nameof(_door)), AcquiresLock(nameof(_hatch))] private void TakeBoth() { Monitor.Enter(_door); Monitor.Enter(_hatch); }
            [ReleasesLock(nameof(_door)), ReleasesLock(nameof(_hatch))] private void GiveBoth() { Monitor.Exit(_hatch); Monitor.Exit(_door); }
            [RequiresLock(nameof(_door)), RequiresLock(nameof(_hatch))] private void CountBoth() { _gold++; _silver++; }
            {{members}}
        }
        struct Coin
        {
            public int Worth;
            public readonly int Read() => Worth;
            public void Mint() => Worth = 1;
            public static Coin operator +(Coin a, int b) => new() { Worth = a.Worth + b };
        }
        /// A guard that is made by taking its lock, may let it go early, and may take it again.
        sealed class Pass : IDisposable
        {
            private readonly object _door;
            [AcquiresLock("door")] public Pass(object door) { Monitor.Enter(door); _door = door; }
            [RequiresLock("door")] public Pass(object door, bool adopted) { _door = door; Adopted = adopted; }
            [ExcludesLock("door")] public Pass(object door, int later) { _door = door; Later = later; }
            public bool Adopted { get; }
            public int Later { get; }
            [AcquiresLock("_door")] public void Retake() => Monitor.Enter(_door);
            [ReleasesLock("_door")] public void LetGo() => Monitor.Exit(_door);
            [ReleasesLock("_door")] public void Dispose() => Monitor.Exit(_door);
        }
        /// A guard over two locks.
        sealed class DoublePass : IDisposable
        {
            private readonly object _first;
            private readonly object _second;
            [AcquiresLock("first"), AcquiresLock("second")] public DoublePass(object first, object second) { Monitor.Enter(first); Monitor.Enter(second); _first = first; _second = second; }
            [ReleasesLock("_first"), ReleasesLock("_second")] public void Dispose() { Monitor.Exit(_second); Monitor.Exit(_first); }
        }
        /// A guard that no using ends: it has no Dispose.
        sealed class Token
        {
            private readonly object _door;
            [AcquiresLock("door")] public Token(object door) { Monitor.Enter(door); _door = door; }
            [ReleasesLock("_door")] public void Return() => Monitor.Exit(_door);
        }
        """;
}
