namespace ZonedSdk.Layouts;

/// <summary>The zone model in qcow2's zoned extension.</summary>
public enum Qcow2ZonedModel : byte
{
    /// <summary>Not zoned.</summary>
    None = 0,

    /// <summary>Host-managed.</summary>
    HostManaged = 1,
}
