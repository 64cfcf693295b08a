namespace ZonedSdk.Backends;

/// <summary>What a finding means for the device.</summary>
public enum BackendFindingSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Notice = 0,

    /// <summary>Something is damaged or weaker than it could be, and something else stands in for it. Nothing is lost yet.</summary>
    Warning = 1,

    /// <summary>Something is damaged, and the device is open only because it is open for reading.</summary>
    Error = 2,
}
