using ZonedSdk.Backends;
using ZonedSdk.Zones;

namespace ZonedSdk.Simulation.Simulator;

/// <summary>A command as it passes a proxy: the runtime's request above, the drive's below.</summary>
internal sealed class ProxyCommand(ProxyBackend backend, ZoneRequest above) : IRequestOwner
{
    /// <summary>The runtime's request; its ticket tells whether it is still about this command.</summary>
    public ZoneRequest Above { get; } = above;

    public long Ticket { get; } = above.Ticket;

    /// <summary>What the drive gets: the same memory, another object.</summary>
    public ZoneRequest Below { get; } = Clone(above);

    /// <summary>What the recorder knows of it.</summary>
    public CommandRecord? Record { get; set; }

    public int Zone => Below.ZoneIndex;

    public bool IsWrite => Below.Kind == ZoneRequestKind.Write;

    public void OnCompleted(ZoneRequest request, in BackendResult result) => backend.OnCompleted(this, result);

    /// <summary>Arms the lower request, so that the drive's completion comes to the proxy.</summary>
    public void Arm() => Below.Arm(this);

    /// <summary>Ends the runtime's request.</summary>
    public bool Pass(in BackendResult result) => Above.Complete(Ticket, result);

    private static ZoneRequest Clone(ZoneRequest above)
    {
        ZoneRequest? first = null;
        ZoneRequest? last = null;
        for (ZoneRequest? part = above; part is not null; part = part.NextCoalesced)
        {
            var copy = new ZoneRequest()
            {
                Kind = part.Kind,
                ZoneIndex = part.ZoneIndex,
                Offset = part.Offset,
                Buffer = part.Buffer,
                CommandLengthBytes = part.CommandLengthBytes,
            };
            if (last is null)
            {
                first = copy;
            }
            else
            {
                last.NextCoalesced = copy;
            }

            last = copy;
        }

        return first!;
    }
}

/// <summary>Stands between runtime and drive and passes everything on. What derives from it watches, or lies.</summary>
internal abstract class ProxyBackend(IZoneBackend inner) : IZoneBackend
{
    public virtual string Name => inner.Name;

    public DeviceIdentity Identity => inner.Identity;

    public Geometry Geometry => inner.Geometry;

    public virtual Limits Limits => inner.Limits;

    public virtual BackendCapabilities Capabilities => inner.Capabilities;

    protected IZoneBackend Inner => inner;

    public void Submit(ZoneRequest request) => OnSubmit(new ProxyCommand(this, request));

    public virtual void Kick() => inner.Kick();

    public virtual ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) =>
        inner.ManageAsync(action, zone, cancellationToken);

    public virtual ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken) =>
        inner.ReportAsync(firstZone, zones, cancellationToken);

    public virtual ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) =>
        inner.FlushAsync(zone, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    /// <summary>A command ended below.</summary>
    public virtual void OnCompleted(ProxyCommand command, in BackendResult result) => command.Pass(result);

    /// <summary>A command came from above.</summary>
    protected virtual void OnSubmit(ProxyCommand command) => SubmitBelow(command);

    protected void SubmitBelow(ProxyCommand command)
    {
        command.Arm();
        inner.Submit(command.Below);
    }
}
