#nullable enable
using System.Threading.Tasks;
using ZonedSdk.Backends;

public static class Probe
{
    public static string Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string> RunAsync()
    {
        byte[]?[] medium = new byte[]?[4];
        byte[] block = new byte[4096];
        new Random(2).NextBytes(block);
        await using (ZonedDevice device = await ZonedDevice.OpenAsync(new ArrayBackend(medium)))
        {
            await device.AppendAsync(0, block);
            await using (OpenZoneLease lease = await device.OpenZoneAsync(1))
            {
                await device.AppendAsync(1, block);
                if (device.GetZone(1).Condition != ZoneCondition.ExplicitlyOpen)
                {
                    return "open";
                }
            }

            await device.FinishZoneAsync(2);
            await device.AppendAsync(3, block);
            await device.ResetZoneAsync(3);
        }

        // The medium alone says what is there: two closed zones, a finished one, an empty one.
        ArrayBackend again = new(medium);
        await using ZonedDevice reopened = await ZonedDevice.OpenAsync(again);
        byte[] read = new byte[4096];
        await reopened.ReadAsync(reopened.Geometry.StartOf(1), read);
        string conditions = $"{reopened.GetZone(0).Condition} {reopened.GetZone(1).Condition} {reopened.GetZone(2).Condition} {reopened.GetZone(3).Condition}";
        return conditions == "Closed Closed Full Empty" && read.AsSpan().SequenceEqual(block) && again.Capabilities.CompletesInOrder ? "ok" : conditions;
    }
}

/// <summary>An array for each zone; its length is the write pointer.</summary>
[ZonedBackend("array", Flavour = ZoneFlavour.Zns)]
[Command(ZoneCommand.Read), Command(ZoneCommand.Write), Command(ZoneCommand.Reset)]
[Emulates(ZoneCommand.Append, With = Emulation.WriteAtPointer), Emulates(ZoneCommand.Flush, With = Emulation.Nothing)]
[Emulates(ZoneCommand.Open, With = Emulation.Conditions), Emulates(ZoneCommand.Close, With = Emulation.Conditions)]
[Emulates(ZoneCommand.Finish, With = Emulation.Conditions), Emulates(ZoneCommand.Report, With = Emulation.Conditions)]
[MapsError(28, ZoneError.NoSpace)]
public sealed partial class ArrayBackend
{
    private readonly byte[]?[] _zones;

    public ArrayBackend(byte[]?[] zones)
    {
        _zones = zones;
        Start(new BackendShape { Name = "array:test", Identity = new DeviceIdentity("a"), Geometry = new Geometry(4096, 65536, 4 * 65536), Scheduling = BackendScheduling.Inline });
    }

    private partial MediumZone LoadCore(int zone) => new(_zones[zone]?.Length ?? 0, ZoneCondition.Closed);

    private partial int StoreCore(int zone, MediumZone state)
    {
        Array.Resize(ref _zones[zone], (int)(state.Condition == ZoneCondition.Full ? Geometry.ZoneSizeBytes : state.WrittenBytes));
        return 0;
    }

    private partial long ReadCore(int zone, long offsetInZone, Span<byte> buffer)
    {
        byte[] bytes = _zones[zone] ?? Array.Empty<byte>();
        int count = (int)Math.Min(buffer.Length, Math.Max(0, bytes.Length - offsetInZone));
        bytes.AsSpan((int)Math.Min(offsetInZone, bytes.Length), count).CopyTo(buffer);
        return count;
    }

    private partial long WriteCore(int zone, long offsetInZone, ReadOnlySpan<byte> data)
    {
        int end = (int)offsetInZone + data.Length;
        if ((_zones[zone]?.Length ?? 0) < end)
        {
            Array.Resize(ref _zones[zone], end);
        }

        data.CopyTo(_zones[zone].AsSpan((int)offsetInZone));
        return data.Length;
    }

    private partial int ResetCore(int zone)
    {
        _zones[zone] = null;
        return 0;
    }
}
