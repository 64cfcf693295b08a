using ZonedSdk.Annotations;
using ZonedSdk.Descriptors;

namespace Mistakes;

public interface IDrive
{
    [DeviceIo]
    Task WriteAsync(long offset, byte[] data);

    [DeviceIo]
    [return: AssignedOffset]
    Task<long> AppendAsync(byte[] data);

    [DeviceIo]
    void Flush();
}

public sealed class Zone(IDrive drive)
{
    private readonly object _gate = new();

    [GuardedBy(nameof(_gate)), WritePointer]
    private long _writePointer;

    public long Unlocked() => _writePointer;

    public void IoUnderTheLock()
    {
        lock (_gate)
        {
            drive.Flush();
        }
    }

    public async Task AdvanceTooLate(byte[] data)
    {
        long at;
        lock (_gate)
        {
            at = _writePointer;
        }

        await drive.WriteAsync(at, data);
        lock (_gate)
        {
            _writePointer += data.Length;
        }
    }

    public async Task OffsetIgnored(byte[] data)
    {
        await drive.AppendAsync(data);
    }

    public void NeverReleased()
    {
        Monitor.Enter(_gate);
        _writePointer = 0;
    }
}

[BinaryLayout(8, Endian.Little)]
public readonly ref struct NotPartial
{
}
