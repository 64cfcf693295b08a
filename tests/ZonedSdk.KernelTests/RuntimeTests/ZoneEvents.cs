using System.Threading.Channels;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>What a device tells its owner, to be waited for.</summary>
internal sealed class ZoneEvents
{
    private readonly Channel<ZoneEventArgs> _events = Channel.CreateUnbounded<ZoneEventArgs>();

    public ZoneEvents(ZonedDevice device) => device.ZoneEvent += (_, told) => _events.Writer.TryWrite(told);

    /// <summary>The next event of a kind about a zone; what else is told before it is passed over.</summary>
    public async Task<ZoneEventArgs> NextAsync(ZoneEventKind kind, int zone)
    {
        ZoneEventArgs told;
        do
        {
            told = await _events.Reader.ReadAsync().ConfigureAwait(false);
        }
        while (told.Kind != kind || told.Zone != zone);

        return told;
    }
}
