namespace ZonedSdk.Benchmarks.Load;

/// <summary>Appends one after the other, on a drive that executes them on the caller's thread: through some zones, each reset before it is written again.</summary>
internal sealed class AppendLoop
{
    private readonly ZonedDevice _device;
    private readonly int _firstZone;
    private readonly int _zones;
    private readonly Memory<byte>[] _data;
    private readonly int _perZone;
    private int _zone;
    private int _left;
    private int _next;

    /// <param name="device">The device.</param>
    /// <param name="zones">How many zones it goes through.</param>
    /// <param name="data">What is appended, in turns; all of one length.</param>
    /// <param name="firstZone">Where it begins.</param>
    public AppendLoop(ZonedDevice device, int zones, Memory<byte>[] data, int firstZone = 0)
    {
        _device = device;
        _firstZone = firstZone;
        _zones = zones;
        _data = data;
        _perZone = (int)(device.Geometry.ZoneSizeBytes / data[0].Length);
        _zone = zones - 1;
    }

    public void Run(int operations)
    {
        // Loops on several threads lie side by side: what changes with every append is this thread's alone meanwhile.
        (int zone, int left, int next) = (_zone, _left, _next);
        for (int index = 0; index < operations; index++)
        {
            if (left == 0)
            {
                left = _perZone;
                zone = (zone + 1) % _zones;
                BlockingDevice.Reset(_device, _firstZone + zone);
            }

            left--;
            ValueTask<long> append = _device.AppendAsync(_firstZone + zone, _data[next]);
            if (!append.IsCompleted)
            {
                // Another thread has taken it along with its own, and is at it.
                SpinWait.SpinUntil(() => append.IsCompleted);
            }

            _ = append.GetAwaiter().GetResult();
            next = next + 1 == _data.Length ? 0 : next + 1;
        }

        (_zone, _left, _next) = (zone, left, next);
    }
}
