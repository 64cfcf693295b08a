using System.Buffers.Binary;

namespace ZonedSdk.Simulation.Logs;

/// <summary>What was asked of a log, what its callers were told, and what may therefore be read. Complaints are sentences.</summary>
internal sealed class LogLedger
{
    private const int HeaderBytes = 8;

    private readonly List<LedgerEntry> _entries = [];
    private readonly Dictionary<long, int> _bySequence = [];

    public List<string> Complaints { get; } = [];

    /// <summary>All below may be gone.</summary>
    public long TrimmedBefore { get; set; }

    public int DurableCount => _entries.Count(entry => entry.Fate == LogFate.Durable);

    public int Count => _entries.Count;

    /// <summary>A record that nobody else has: its number, and bytes that follow from it.</summary>
    public byte[] NewRecord(int lengthBytes)
    {
        int id = _entries.Count;
        _entries.Add(new LedgerEntry(lengthBytes));
        return Content(id, lengthBytes);
    }

    public static int IdOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record);

    public void Tell(byte[] record, LogFate fate, long sequence = -1)
    {
        LedgerEntry entry = _entries[IdOf(record)];
        if (entry.Fate is LogFate.Failed or LogFate.Cancelled || (entry.Sequence >= 0 && sequence >= 0 && entry.Sequence != sequence))
        {
            Complain($"record {IdOf(record)} was told {entry.Fate} at {entry.Sequence}, then {fate} at {sequence}");
        }

        entry.Fate = fate;
        if (sequence < 0)
        {
            return;
        }

        entry.Sequence = sequence;
        if (!_bySequence.TryAdd(sequence, IdOf(record)) && _bySequence[sequence] != IdOf(record))
        {
            Complain($"number {sequence} was given to record {_bySequence[sequence]} and to {IdOf(record)}");
        }
    }

    /// <summary>Somebody read a record.</summary>
    /// <returns>Its identity; -1 where it is none of ours.</returns>
    public int Read(long sequence, ReadOnlySpan<byte> data)
    {
        int id = data.Length >= HeaderBytes ? IdOf(data) : -1;
        if (id < 0 || id >= _entries.Count || !data.SequenceEqual(Content(id, _entries[id].LengthBytes)))
        {
            Complain($"number {sequence} has {data.Length} bytes that nobody appended");
            return -1;
        }

        LedgerEntry entry = _entries[id];
        if (entry.Fate is LogFate.Failed or LogFate.Cancelled)
        {
            Complain($"number {sequence} is record {id}, whose append was told {entry.Fate}");
        }

        if (entry.Sequence >= 0 && entry.Sequence != sequence)
        {
            Complain($"record {id} was appended as {entry.Sequence} and read as {sequence}");
        }

        if (_bySequence.TryGetValue(sequence, out int other) && other != id)
        {
            Complain($"number {sequence} is record {other}, and was read as {id}");
        }

        _bySequence.TryAdd(sequence, id);
        return id;
    }

    /// <summary>What was read after the log was opened again, from its first number on, and the ranges that it told as missing.</summary>
    /// <param name="first">The log's first number.</param>
    /// <param name="next">The number that comes next.</param>
    /// <param name="records">Numbers and identities.</param>
    /// <param name="missing">Ranges.</param>
    /// <param name="mayMiss">Zones are dead, or the drive has lied: durable records may be in the ranges told as missing.</param>
    /// <param name="lies">The drive may have written less than it said: at the log's very end that looks as if nothing had been there.</param>
    /// <param name="isCut">The power was cut, or the device went away: what was not durable may be gone.</param>
    public void CheckReopened(long first, long next, IReadOnlyList<(long Sequence, int Id)> records, IReadOnlyList<(long First, long Next)> missing, bool mayMiss, bool lies, bool isCut)
    {
        if (missing.Count > 0 && !mayMiss)
        {
            Complain($"records {missing[0].First} to {missing[0].Next - 1} are missing, and nothing was lost");
        }

        if (records.GroupBy(record => record.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            Complain($"record {twice.Key} is there {twice.Count()} times");
        }

        var found = records.Select(record => record.Id).ToHashSet();
        for (int id = 0; id < _entries.Count; id++)
        {
            LedgerEntry entry = _entries[id];
            bool mustBeThere = entry.Fate == LogFate.Durable || (entry.Fate == LogFate.Acknowledged && !isCut);
            bool isTold = missing.Any(range => entry.Sequence >= range.First && entry.Sequence < range.Next);
            if (mustBeThere && entry.Sequence >= TrimmedBefore && !found.Contains(id) && !(mayMiss && (isTold || entry.Sequence < first || entry.Fate == LogFate.Acknowledged || (lies && entry.Sequence >= next))))
            {
                Complain($"record {id}, number {entry.Sequence}, {entry.Fate}, is gone (the log begins at {first}, and read to {(records.Count == 0 ? -1 : records[^1].Sequence)})");
            }
        }

        // What was trimmed before it was durable may be forgotten with it.
        TrimmedBefore = Math.Min(TrimmedBefore, next);
        Forget(found);
    }

    // What is there is there for good: it was made durable when the log was opened. What is not, never comes again, and its number is free.
    private void Forget(HashSet<int> found)
    {
        for (int id = 0; id < _entries.Count; id++)
        {
            LedgerEntry entry = _entries[id];
            if (!found.Contains(id) && entry.Sequence >= 0 && entry.Sequence >= TrimmedBefore)
            {
                _bySequence.Remove(entry.Sequence);
                entry.Fate = LogFate.Lost;
            }
            else if (found.Contains(id) && entry.Fate is LogFate.Acknowledged or LogFate.Unknown)
            {
                entry.Fate = LogFate.Durable;
            }
        }

        foreach ((long sequence, int id) in _bySequence.ToArray())
        {
            if (_entries[id].Sequence < 0)
            {
                if (found.Contains(id))
                {
                    _entries[id].Sequence = sequence;
                }
                else
                {
                    _bySequence.Remove(sequence);
                }
            }
        }
    }

    private void Complain(string complaint) => Complaints.Add(complaint);

    private static byte[] Content(int id, int lengthBytes)
    {
        byte[] content = new byte[Math.Max(lengthBytes, HeaderBytes)];
        BinaryPrimitives.WriteInt32LittleEndian(content, id);
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4), lengthBytes);
        new Random(id).NextBytes(content.AsSpan(HeaderBytes));
        return content;
    }

    private sealed class LedgerEntry(int lengthBytes)
    {
        public int LengthBytes { get; } = lengthBytes;

        public LogFate Fate { get; set; } = LogFate.Unknown;

        public long Sequence { get; set; } = -1;
    }
}

/// <summary>What somebody who appended a record knows of it.</summary>
internal enum LogFate
{
    /// <summary>Nothing: the append has not ended, or ended with a failure that leaves it open.</summary>
    Unknown,
    Acknowledged,
    Durable,

    /// <summary>The append failed and said that the record will not be found.</summary>
    Failed,
    Cancelled,

    /// <summary>It was acknowledged, and a power cut took it.</summary>
    Lost,
}
