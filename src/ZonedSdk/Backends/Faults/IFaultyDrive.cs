namespace ZonedSdk.Backends.Faults;

/// <summary>A drive that a fault plan bends: what hangs, hangs there.</summary>
internal interface IFaultyDrive
{
    /// <summary>Commands and completions that are held back.</summary>
    int HeldCount { get; }

    /// <summary>Lets them go on, the oldest first.</summary>
    /// <returns>How many they were.</returns>
    int ReleaseHeld();
}
