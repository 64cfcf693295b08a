#pragma warning disable CA1822
namespace ZonedSdk.Backends.Faults;
/// <summary>x</summary>
public sealed class FaultPlan
{
    internal FaultRule? Decide(DriveEvent command, int zone, long offset, long length, out ulong random) { random = 0; return null; }
}
