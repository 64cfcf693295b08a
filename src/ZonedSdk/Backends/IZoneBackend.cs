using ZonedSdk.Annotations;

namespace ZonedSdk.Backends;

/// <summary>
/// A zoned drive, as the runtime sees it: submission and completion. A backend knows nothing of zones' locks, epochs or recovery.
/// </summary>
/// <remarks>
/// <para><see cref="Submit"/> is called under the lock of the request's zone, in the order of the offsets. It links the request into a queue and returns: it does not block, makes no system call, and does not complete anything. <see cref="Kick"/> follows outside every lock and starts what was submitted; it may execute and complete requests on the calling thread.</para>
/// <para>Each request is completed exactly once, through <see cref="ZoneRequest.Complete"/>, from any thread that holds no lock of the runtime. A command that timed out is not complete: complete it when it can no longer touch the buffer or the medium.</para>
/// </remarks>
public interface IZoneBackend : IAsyncDisposable
{
    /// <summary>Stands for "all zones" where a zone index is expected.</summary>
    const int AllZones = -1;

    /// <summary>What this is, for messages: <c>memory:test</c>, <c>/dev/sdb</c>, <c>/data/cold.zimg</c>.</summary>
    string Name { get; }

    /// <summary>The device's identity.</summary>
    DeviceIdentity Identity { get; }

    /// <summary>The device's shape.</summary>
    Geometry Geometry { get; }

    /// <summary>The device's limits.</summary>
    Limits Limits { get; }

    /// <summary>How the drive behaves where drives differ.</summary>
    BackendCapabilities Capabilities { get; }

    /// <summary>What the backend says of itself for a log: which way its I/O goes, and what opening it brought to light. Default: nothing.</summary>
    BackendDescription Description => BackendDescription.Unknown;

    /// <summary>Links a request (with those coalesced behind it, <see cref="ZoneRequest.NextCoalesced"/>) into the backend's queue, keeping the order per zone.</summary>
    /// <param name="request">The request; the backend owns it until it completes it.</param>
    [DeviceIo(Completes = IoCompletion.Later)]
    void Submit(ZoneRequest request);

    /// <summary>Starts what was submitted. Called outside every lock, after each batch of submissions, from any thread.</summary>
    void Kick();

    /// <summary>Executes a zone management command.</summary>
    /// <param name="action">The command.</param>
    /// <param name="zone">Zone index; <see cref="AllZones"/> is not used here.</param>
    /// <param name="cancellationToken">Gives up waiting only before the command reached the drive.</param>
    /// <returns>How it ended, when it is known dead: never a guess.</returns>
    [DeviceIo(ReturnsError = true)]
    ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken);

    /// <summary>Reports zones from the drive itself, past every cache.</summary>
    /// <param name="firstZone">Index of the first zone to report.</param>
    /// <param name="zones">Filled from the start; at most this many zones are reported.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How it ended; on success <see cref="BackendResult.BytesTransferred"/> is the number of zones filled in, at least one, possibly fewer than asked.</returns>
    [DeviceIo(ReturnsError = true)]
    ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken);

    /// <summary>Reports zones from what the system keeps of them, for listings alone; never asked where the runtime acts on the answer. Open and closed zones may be told as <see cref="ZoneCondition.Active"/>. Default: as <see cref="ReportAsync"/>.</summary>
    /// <param name="firstZone">Index of the first zone to report.</param>
    /// <param name="zones">Filled from the start; at most this many zones are reported.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>As <see cref="ReportAsync"/>.</returns>
    [DeviceIo(ReturnsError = true)]
    ValueTask<BackendResult> ReportCachedAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) => ReportAsync(firstZone, zones, cancellationToken);

    /// <summary>Makes every write that completed before the call survive a power cut.</summary>
    /// <param name="zone">A zone whose writes matter to the caller, or <see cref="AllZones"/>; flushing more is allowed.</param>
    /// <param name="cancellationToken">Gives up waiting; the flush itself goes on.</param>
    /// <returns>How it ended.</returns>
    [DeviceIo(ReturnsError = true)]
    ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken);
}
