using ZonedSdk;

namespace Bystander;

public sealed class Plain
{
    private readonly Lock _gate = new();
    private long _length;

    public void Add(ZonedDevice device)
    {
        lock (_gate)
        {
            _length += device.Geometry.BlockSizeBytes;
        }
    }

    public long Read() => _length;
}
