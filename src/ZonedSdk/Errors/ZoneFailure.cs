using System.Runtime.InteropServices;

namespace ZonedSdk;

/// <summary>The first failure of an episode: what made the zone stop and everything behind it fail.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="Errno">The system's error number, or the code of an NVMe status (<see cref="NvmeStatus.FromErrno"/>); 0 where there is none.</param>
/// <param name="Offset">Absolute offset in bytes of the write that failed; -1 for an append whose place the drive was to choose.</param>
/// <param name="LengthBytes">Its length in bytes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ZoneFailure(ZoneError Error, int Errno, long Offset, long LengthBytes);
