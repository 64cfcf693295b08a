using System.Runtime.InteropServices;

namespace ZonedSdk;

/// <summary>What the runtime knows of a zone beyond the drive's view: its three pointers and how often it changed. All offsets are absolute bytes.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ZoneStatus
{
    /// <summary>Zone index.</summary>
    public required int Zone { get; init; }

    /// <summary>The next write goes here: moved when a write is handed to the drive.</summary>
    public required long Submitted { get; init; }

    /// <summary>All below has completed.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>All below was covered by the last flush.</summary>
    public required long Durable { get; init; }

    /// <summary>Moves with every recovery and every management command.</summary>
    public required long Epoch { get; init; }

    /// <summary>Counts the resets that this runtime made or noticed.</summary>
    public required long Incarnation { get; init; }

    /// <summary>Writes at the drive, or queued for it with their offset promised.</summary>
    public required int InFlight { get; init; }

    /// <summary>Requests that wait for admission.</summary>
    public required int Waiting { get; init; }

    /// <summary>Readers' leases that are out: a reset would wait for them, so who reclaims zones may prefer another one.</summary>
    public required int ReaderLeases { get; init; }

    /// <summary>The zone takes writes now.</summary>
    public required bool IsWritable { get; init; }

    /// <summary>A write failed or did not come back in time, or somebody asked for a recovery: what is in flight drains, or the drive is being asked where the write pointer stands. New writes wait for the end of it.</summary>
    public bool IsRecovering { get; init; }

    /// <summary>The zone's state is unproven, or a command of it may still execute.</summary>
    public required bool IsFaulted { get; init; }
}
