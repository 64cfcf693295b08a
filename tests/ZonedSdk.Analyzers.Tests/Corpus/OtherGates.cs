namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>One lock of each kind that no field of a code base is guarded by. They are added to it, so that a lock can be exchanged for one of them.</summary>
internal static class OtherGates
{
    public const string TypeName = "ZonedSdkOtherGates";

    public const string Source = $$"""
        internal static class {{TypeName}}
        {
            public static readonly object Object = new();
            public static readonly System.Threading.Lock Lock = new();
            public static readonly System.Threading.SemaphoreSlim Semaphore = new(1, 1);
            public static readonly System.Threading.ReaderWriterLockSlim ReaderWriter = new();
            public static System.Threading.SpinLock Spin;
        }
        """;

    public static string For(LockKind kind) => kind switch
    {
        LockKind.Read or LockKind.Upgradeable or LockKind.Write => "ReaderWriter",
        _ => kind.ToString(),
    };
}
