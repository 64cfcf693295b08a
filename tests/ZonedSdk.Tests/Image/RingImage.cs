using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.Backends.Emulation.Scheduling;
using ZonedSdk.Backends.Image;
using ZonedSdk.Backends.Image.Format;
using ZonedSdk.TestSupport.Image;
using ZonedSdk.Zones;

namespace ZonedSdk.Tests.Image;

/// <summary>An image in memory whose data move by a ring, without the runtime: every step of drive and ring is one that the test makes.</summary>
internal sealed class RingImage : IRequestOwner, IAsyncDisposable
{
    public const int Block = 4096;
    public const int ZoneBytes = 1 << 20;

    private readonly SteppedScheduler _steps = new();
    private readonly List<(ZoneRequest Request, BackendResult Result)> _ended = [];

    /// <summary>Opens one.</summary>
    /// <param name="choose">How an operation of so many bytes ends at the kernel.</param>
    /// <param name="alignmentBytes">Where memory has to lie.</param>
    /// <param name="options">The image's shape; null = four zones of a MiB.</param>
    /// <param name="ringCount">By how many rings.</param>
    public RingImage(Func<int, int>? choose = null, int alignmentBytes = 1, ImageDriveOptions? options = null, int ringCount = 1)
    {
        Superblock superblock = TestImages.Plan(options ?? TestImages.Options(zoneSizeBytes: ZoneBytes));
        File = TestImages.Create(superblock);
        SteppedRing.Attach(File, _steps, choose, alignmentBytes, ringCount);
        ImageStore store = ImageStore.Open(File, TaskScheduler.Default);
        Drive = new EmulatedDrive(ImageDrive.Describe(superblock, "ring image", new ImageOpenOptions()), store.Data, store.Metadata, _steps);
        File.OnCall = name =>
        {
            Calls.Add(name);
            return FailingCall == name ? Errno : 0;
        };
    }

    public MemoryImageFile File { get; }

    public EmulatedDrive Drive { get; }

    public List<string> Calls { get; } = [];

    /// <summary>This call of the file fails with <see cref="Errno"/>.</summary>
    public string? FailingCall { get; set; }

    public int Errno { get; set; } = 5;

    public int StepCount => _steps.Count;

    public IEnumerable<BackendResult> Results => _ended.Select(entry => entry.Result);

    public static byte[] Pattern(int lengthBytes, int seed)
    {
        byte[] bytes = new byte[lengthBytes];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    void IRequestOwner.OnCompleted(ZoneRequest request, in BackendResult result) => _ended.Add((request, result));

    public ZoneRequest Write(long offset, Memory<byte> data) => Submit(ZoneRequestKind.Write, offset, data);

    public ZoneRequest Read(long offset, Memory<byte> target) => Submit(ZoneRequestKind.Read, offset, target);

    public ZoneRequest Submit(ZoneRequestKind kind, long offset, Memory<byte> buffer) =>
        Submit(new ZoneRequest() { Kind = kind, ZoneIndex = 0, Offset = offset, Buffer = buffer, CommandLengthBytes = buffer.Length });

    public ZoneRequest Submit(ZoneRequest request)
    {
        request.Arm(this);
        Drive.Submit(request);
        Drive.Kick();
        return request;
    }

    public bool HasEnded(ZoneRequest request) => _ended.Any(entry => ReferenceEquals(entry.Request, request));

    public BackendResult ResultOf(ZoneRequest request) => _ended.Single(entry => ReferenceEquals(entry.Request, request)).Result;

    /// <summary>Makes one step that waits; the oldest is 0.</summary>
    public void Step(int index) => _steps.Run(index);

    /// <summary>Makes steps, the oldest first, until there are none.</summary>
    public void Run()
    {
        while (_steps.Count > 0)
        {
            _steps.Run(0);
        }
    }

    /// <summary>Makes steps until a command of the drive has ended, which may wait for the image's writer.</summary>
    public async Task<BackendResult> RunAsync(ValueTask<BackendResult> command)
    {
        Task<BackendResult> task = command.AsTask();
        while (!task.IsCompleted)
        {
            Run();
            await Task.Yield();
        }

        return await task;
    }

    /// <summary>What stands in the zone, as a read of the drive sees it.</summary>
    public byte[] Content(long offset, int lengthBytes)
    {
        byte[] target = Pattern(lengthBytes, 99);
        ZoneRequest read = Read(offset, target);
        Run();
        Assert.Equal(BackendResult.Success(lengthBytes), ResultOf(read));
        return target;
    }

    public ValueTask DisposeAsync() => Drive.DisposeAsync();
}
