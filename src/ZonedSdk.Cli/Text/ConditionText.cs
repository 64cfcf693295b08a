namespace ZonedSdk.Cli;

/// <summary>Conditions and types of zones in the words of tables and JSON. They never change: programs read them.</summary>
internal static class ConditionText
{
    public static string Of(ZoneCondition condition) => condition switch
    {
        ZoneCondition.NotWritePointer => "not-write-pointer",
        ZoneCondition.Empty => "empty",
        ZoneCondition.ImplicitlyOpen => "implicitly-open",
        ZoneCondition.ExplicitlyOpen => "explicitly-open",
        ZoneCondition.Closed => "closed",
        ZoneCondition.ReadOnly => "read-only",
        ZoneCondition.Full => "full",
        ZoneCondition.Offline => "offline",
        ZoneCondition.Active => "active",
        _ => $"unknown-{(int)condition:x2}",
    };

    public static string Of(ZoneType type) => type switch
    {
        ZoneType.Conventional => "conventional",
        ZoneType.SequentialWriteRequired => "sequential-write-required",
        ZoneType.SequentialWritePreferred => "sequential-write-preferred",
        _ => $"unknown-{(int)type:x2}",
    };
}
