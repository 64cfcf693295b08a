namespace ZonedSdk.KernelTests.Devices;

/// <summary>What a <see cref="NullBlock"/> is made of. What is null is left to the driver.</summary>
internal sealed record NullBlockOptions
{
    /// <summary>The device's size in MiB.</summary>
    public int SizeMebibytes { get; init; } = 64;

    /// <summary>A zone's length in MiB, a power of two.</summary>
    public int ZoneLengthMebibytes { get; init; } = 4;

    /// <summary>A zone's capacity in MiB, up to its length.</summary>
    public int? ZoneCapacityMebibytes { get; init; }

    /// <summary>How many zones at the start are conventional.</summary>
    public int? ConventionalZoneCount { get; init; }

    /// <summary>The open limit; 0 for none.</summary>
    public int? MaxOpenZones { get; init; }

    /// <summary>The active limit; 0 for none.</summary>
    public int? MaxActiveZones { get; init; }

    /// <summary>The logical block's size: 512 to 4,096 bytes.</summary>
    public int BlockBytes { get; init; } = 4096;

    /// <summary>How many requests the device has at a time.</summary>
    public int? QueueDepth { get; init; }

    /// <summary>How many submission queues it has.</summary>
    public int? SubmitQueueCount { get; init; }

    /// <summary>A volatile cache of so many MiB; 0 for none.</summary>
    public int? CacheMebibytes { get; init; }

    /// <summary>Whether what is written can be read.</summary>
    public bool IsMemoryBacked { get; init; } = true;

    /// <summary>The attributes of the driver's folder in configfs.</summary>
    public IEnumerable<(string Attribute, string Value)> Attributes()
    {
        yield return ("zoned", "1");
        (string Attribute, int? Value)[] numbers =
        [
            ("size", SizeMebibytes), ("zone_size", ZoneLengthMebibytes), ("zone_capacity", ZoneCapacityMebibytes), ("zone_nr_conv", ConventionalZoneCount),
            ("zone_max_open", MaxOpenZones), ("zone_max_active", MaxActiveZones), ("blocksize", BlockBytes), ("hw_queue_depth", QueueDepth),
            ("submit_queues", SubmitQueueCount), ("cache_size", CacheMebibytes), ("memory_backed", IsMemoryBacked ? 1 : 0),
        ];
        foreach ((string attribute, int? value) in numbers)
        {
            if (value is { } number)
            {
                yield return (attribute, $"{number}");
            }
        }
    }
}
