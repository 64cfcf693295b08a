namespace ZoneArchive;

/// <summary>
/// What is in the archive, in memory: the sum of the log's records. It also counts the live bytes of each zone, by which reclaim finds
/// where the garbage is. Readers may look while a commit changes it.
/// </summary>
internal sealed class ArchiveCatalog(int dataZoneCount)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ArchiveEntry> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, ArchiveEntry> _byId = [];
    private readonly Dictionary<ulong, List<ExtentRef>> _unpublished = [];
    private readonly long[] _liveBytes = new long[dataZoneCount];
    private readonly HashSet<int> _lostLogZones = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byName.Count;
            }
        }
    }

    /// <summary>Zones of the log that are known to hold nothing of its generation. For the log alone, which has one task.</summary>
    public IReadOnlySet<int> LostLogZones => _lostLogZones;

    /// <summary>Bytes of a data zone that belong to entries of the archive, extent headers included.</summary>
    public long LiveBytes(int zone)
    {
        lock (_gate)
        {
            return _liveBytes[zone];
        }
    }

    public ArchiveEntry? Find(string name)
    {
        lock (_gate)
        {
            return _byName.GetValueOrDefault(name);
        }
    }

    public ArchiveEntry? Find(ulong fileId)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(fileId);
        }
    }

    /// <summary>All entries, by name.</summary>
    public IReadOnlyList<ArchiveEntry> Snapshot()
    {
        ArchiveEntry[] entries;
        lock (_gate)
        {
            entries = [.. _byName.Values];
        }

        Array.Sort(entries, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    /// <summary>The entry of this name and, where that is a folder, everything below it.</summary>
    public IReadOnlyList<ArchiveEntry> Below(string name)
    {
        string trimmed = name.Trim('/');
        string prefix = trimmed + "/";
        return [.. Snapshot().Where(entry => entry.Name == trimmed || entry.Name.StartsWith(prefix, StringComparison.Ordinal))];
    }

    /// <summary>The records from which an empty catalog becomes this one.</summary>
    public IEnumerable<CatalogRecord> Export() => Snapshot().SelectMany(RecordsOf);

    /// <summary>The records that bring an entry into the archive.</summary>
    public static IEnumerable<CatalogRecord> RecordsOf(ArchiveEntry entry)
    {
        for (int first = 0; first < entry.Extents.Length; first += CatalogRecord.ExtentsRecord.MaxCount)
        {
            int count = Math.Min(CatalogRecord.ExtentsRecord.MaxCount, entry.Extents.Length - first);
            yield return new CatalogRecord.ExtentsRecord(entry.FileId, first, entry.Extents.AsMemory(first, count));
        }

        yield return new CatalogRecord.PublishRecord(entry, entry.Extents.Length);
    }

    /// <summary>Takes a record over, at a commit or at replay.</summary>
    public void Apply(CatalogRecord record)
    {
        lock (_gate)
        {
            switch (record)
            {
                case CatalogRecord.ExtentsRecord extents:
                    Stage(extents);
                    break;
                case CatalogRecord.PublishRecord publish:
                    Publish(publish);
                    break;
                case CatalogRecord.DeleteRecord delete:
                    Remove(delete.FileId);
                    break;
                case CatalogRecord.MoveRecord move:
                    Move(move);
                    break;
                case CatalogRecord.LostZoneRecord lost:
                    _lostLogZones.Add(lost.Zone);
                    break;
            }
        }
    }

    private void Stage(CatalogRecord.ExtentsRecord record)
    {
        foreach (ExtentRef extent in record.Extents.Span)
        {
            Check(extent);
        }

        if (record.FirstIndex == 0)
        {
            _unpublished[record.FileId] = [];
        }

        if (!_unpublished.TryGetValue(record.FileId, out List<ExtentRef>? extents) || extents.Count != record.FirstIndex)
        {
            throw new ArchiveFormatException($"The catalog log has extents {record.FirstIndex} and following of file {record.FileId:x16}, and not those before: the catalog is damaged.");
        }

        extents.AddRange(record.Extents.Span);
    }

    private void Publish(CatalogRecord.PublishRecord record)
    {
        _unpublished.Remove(record.Entry.FileId, out List<ExtentRef>? extents);
        int found = extents?.Count ?? 0;
        if (found != record.ExtentCount)
        {
            throw new ArchiveFormatException($"The catalog log has {found} of the {record.ExtentCount} extents of '{record.Entry.Name}': the catalog is damaged.");
        }

        ArchiveEntry entry = record.Entry with { Extents = extents?.ToArray() ?? [] };
        if (_byName.TryGetValue(entry.Name, out ArchiveEntry? replaced))
        {
            Remove(replaced.FileId);
        }

        _byName[entry.Name] = entry;
        _byId[entry.FileId] = entry;
        foreach (ExtentRef extent in entry.Extents)
        {
            _liveBytes[extent.Zone] += extent.StoredBytes;
        }
    }

    private void Remove(ulong fileId)
    {
        if (!_byId.Remove(fileId, out ArchiveEntry? entry))
        {
            return;
        }

        _byName.Remove(entry.Name);
        foreach (ExtentRef extent in entry.Extents)
        {
            _liveBytes[extent.Zone] -= extent.StoredBytes;
        }
    }

    private void Move(CatalogRecord.MoveRecord record)
    {
        Check(record.Extent);
        if (!_byId.TryGetValue(record.FileId, out ArchiveEntry? entry) || (uint)record.Index >= (uint)entry.Extents.Length)
        {
            return;
        }

        ExtentRef[] extents = [.. entry.Extents];
        _liveBytes[extents[record.Index].Zone] -= extents[record.Index].StoredBytes;
        _liveBytes[record.Extent.Zone] += record.Extent.StoredBytes;
        extents[record.Index] = record.Extent;
        ArchiveEntry moved = entry with { Extents = extents };
        _byName[entry.Name] = moved;
        _byId[entry.FileId] = moved;
    }

    private void Check(in ExtentRef extent)
    {
        if ((uint)extent.Zone >= (uint)_liveBytes.Length || extent.LengthBytes <= 0)
        {
            throw new ArchiveFormatException($"The catalog log names an extent of {extent.LengthBytes} bytes at byte {extent.Address.OffsetInZone} of data zone {extent.Zone}; the volume has {_liveBytes.Length}. The catalog is damaged.");
        }
    }
}
