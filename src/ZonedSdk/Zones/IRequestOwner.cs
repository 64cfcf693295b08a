using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <summary>Who is told when the drive is done with a request: the request's zone.</summary>
internal interface IRequestOwner
{
    /// <summary>The command has ended at the drive, for good. Called once per submission, under no lock.</summary>
    void OnCompleted(ZoneRequest request, in BackendResult result);
}
