namespace ZonedSdk.Backends;

/// <summary>A drive that tells the ends of its commands on the thread pool, because whoever hears of one may block, and that need not do so.</summary>
internal interface ICompletesInline
{
    /// <summary>From now on ends are told on the drive's own thread: whoever hears of them either does not block, or accepts that the drive stands still meanwhile (<see cref="ZonedDeviceOptions.InlineContinuations"/>).</summary>
    void CompleteInline();
}
