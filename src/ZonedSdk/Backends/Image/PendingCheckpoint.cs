using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image;

/// <summary>The durable state at a sequence number, on its way to a slot.</summary>
/// <param name="Slot">The target.</param>
/// <param name="Header">What all its pages agree on.</param>
/// <param name="Zones">A copy of the durable state.</param>
internal sealed record PendingCheckpoint(int Slot, CheckpointHeader Header, StoredZone[] Zones);
