using System.Collections;

namespace ZonedSdk.Devices;

/// <summary>The zones of a device as a list: nothing is kept here, each look asks the runtime.</summary>
internal sealed class ZoneList(ZonedDevice device) : IReadOnlyList<ZoneInfo>
{
    public int Count => device.Geometry.ZoneCount;

    public ZoneInfo this[int index] => device.GetZone(index);

    public IEnumerator<ZoneInfo> GetEnumerator()
    {
        for (int zone = 0; zone < Count; zone++)
        {
            yield return device.GetZone(zone);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
