using System.Runtime.InteropServices;
using ZonedSdk.Backends.Image.Format;

namespace ZonedSdk.Backends.Image;

/// <summary>One of the two places of a checkpoint.</summary>
/// <param name="IsComplete">Every page is good and of one checkpoint.</param>
/// <param name="Header">What the pages agree on; meaningless when the slot is incomplete.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CheckpointSlot(bool IsComplete, CheckpointHeader Header);
