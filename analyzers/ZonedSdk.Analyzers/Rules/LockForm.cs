namespace ZonedSdk.Analyzers.Rules;

/// <summary>How a lock of some type is taken and let go of in code.</summary>
internal enum LockForm
{
    /// <summary><c>lock (gate)</c>, on any object.</summary>
    Monitor,

    /// <summary><c>lock (gate)</c> or <c>using (gate.EnterScope())</c>, on a <c>System.Threading.Lock</c>.</summary>
    Lock,

    /// <summary><c>Wait</c> or <c>await WaitAsync</c>, and <c>Release</c> in a finally block.</summary>
    Semaphore,

    /// <summary><c>Enter(ref taken)</c>, and <c>Exit</c> in a finally block.</summary>
    Spin,

    /// <summary><c>EnterReadLock</c>, and <c>ExitReadLock</c> in a finally block.</summary>
    Read,

    /// <summary><c>EnterWriteLock</c>, and <c>ExitWriteLock</c> in a finally block.</summary>
    Write,

    /// <summary><c>using (gate.Enter())</c>, by an annotated member that returns a guard.</summary>
    Guard,

    /// <summary><c>using (await gate.EnterAsync())</c>, by an annotated member.</summary>
    GuardAsync,

    /// <summary>Two annotated members, the second one in a finally block.</summary>
    Pair,
}
