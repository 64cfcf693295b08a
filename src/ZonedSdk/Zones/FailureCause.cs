namespace ZonedSdk.Zones;

/// <summary>The first failure of an episode.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="Errno">The system's error number, 0 where there is none.</param>
/// <param name="Offset">Absolute offset of the failed request.</param>
/// <param name="LengthBytes">Its length.</param>
internal readonly record struct FailureCause(ZoneError Error, int Errno, long Offset, long LengthBytes);
