namespace ZonedSdk.Analyzers.Flow;

/// <summary>What the analyses on this thread have done so far. Tests hold it against the size of the code: time would tell of the machine.</summary>
internal static class FlowWork
{
    [ThreadStatic]
    private static long s_transfers;

    [ThreadStatic]
    private static long s_joins;

    [ThreadStatic]
    private static long s_entries;

    /// <summary>Operations whose effect was computed.</summary>
    public static long Transfers => s_transfers;

    /// <summary>Pairs of states that met.</summary>
    public static long Joins => s_joins;

    /// <summary>Entries of maps that were looked at, one by one, to change or compare states.</summary>
    public static long Entries => s_entries;

    public static void CountTransfer() => s_transfers++;

    public static void CountJoin() => s_joins++;

    public static void CountEntry() => s_entries++;
}
