namespace ZoneArchive;

/// <summary>What happened since the volume was opened. Counted from many threads, read for tables and progress.</summary>
internal sealed class ArchiveStatistics
{
    private long _bytesRead;
    private long _extentsWritten;
    private long _appends;
    private long _followers;
    private long _failures;
    private long _reappends;
    private long _recoveries;
    private long _zonesRetired;
    private long _zonesReset;
    private long _groups;
    private long _checkpoints;

    /// <summary>Bytes of files read into the pipeline.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    public long ExtentsWritten => Interlocked.Read(ref _extentsWritten);

    /// <summary>Appends to data zones that succeeded.</summary>
    public long Appends => Interlocked.Read(ref _appends);

    /// <summary>Appends that failed because one before them did.</summary>
    public long Followers => Interlocked.Read(ref _followers);

    /// <summary>Appends that failed for a reason of their own.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Appends that were made again after a failure.</summary>
    public long Reappends => Interlocked.Read(ref _reappends);

    /// <summary>Recoveries of zones that ended well.</summary>
    public long Recoveries => Interlocked.Read(ref _recoveries);

    /// <summary>Zones that take no more writes until the volume is opened again.</summary>
    public long ZonesRetired => Interlocked.Read(ref _zonesRetired);

    public long ZonesReset => Interlocked.Read(ref _zonesReset);

    /// <summary>Group commits.</summary>
    public long Groups => Interlocked.Read(ref _groups);

    /// <summary>Times that the catalog was written anew to other zones.</summary>
    public long Checkpoints => Interlocked.Read(ref _checkpoints);

    public void AddBytesRead(long bytes) => Interlocked.Add(ref _bytesRead, bytes);

    public void AddAppend(int extents)
    {
        Interlocked.Increment(ref _appends);
        Interlocked.Add(ref _extentsWritten, extents);
    }

    public void AddFailure(bool isFollower) => Interlocked.Increment(ref isFollower ? ref _followers : ref _failures);

    public void AddReappend() => Interlocked.Increment(ref _reappends);

    public void AddRecovery() => Interlocked.Increment(ref _recoveries);

    public void AddZoneRetired() => Interlocked.Increment(ref _zonesRetired);

    public void AddZoneReset() => Interlocked.Increment(ref _zonesReset);

    public void AddGroup() => Interlocked.Increment(ref _groups);

    public void AddCheckpoint() => Interlocked.Increment(ref _checkpoints);
}
