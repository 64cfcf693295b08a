using System.Diagnostics;
using System.Runtime.InteropServices;
using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.Tests.Image;

namespace ZonedSdk.Tests.Rings;

/// <summary>The device of a ring, which the kernel holds for it: that it is used, and that it is nobody's when the ring has ended.</summary>
public sealed partial class RegisteredFileTests : IDisposable
{
    private const int Block = 4096;
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zonedsdk-held-");
    private readonly AlignedBuffer _memory = new(Block);

    private string FilePath => Path.Combine(_folder.FullName, "file");

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Delete(recursive: true);
    }

    [RingFact]
    public async Task Operations_reach_the_registered_file_whatever_its_number_stands_for()
    {
        string other = Path.Combine(_folder.FullName, "other");
        using FileDescriptor file = Open(FilePath);
        using FileDescriptor decoy = Open(other);
        await using IoRing ring = Create(file);
        Assert.True(ring.HasRegisteredDevice);
        using FileDescriptor kept = new(Duplicate(file.Number));
        Assert.Equal(file.Number, DuplicateTo(decoy.Number, file.Number));
        try
        {
            Assert.Equal(Block, (await RunAsync(ring, Write(file))).Result);
        }
        finally
        {
            DuplicateTo(kept.Number, file.Number);
        }

        Assert.Equal((Block, 0), ((int)new FileInfo(FilePath).Length, (int)new FileInfo(other).Length));
    }

    [RingFact]
    public async Task Operations_of_other_files_reach_these()
    {
        using FileDescriptor file = Open(FilePath);
        using FileDescriptor other = Open(Path.Combine(_folder.FullName, "other"));
        await using IoRing ring = Create(file);
        Assert.Equal(Block, (await RunAsync(ring, Write(other))).Result);
        Assert.Equal(0, new FileInfo(FilePath).Length);
        foreach (int nobodys in (int[])[-1, int.MinValue, int.MaxValue])
        {
            Assert.Equal(-Errno.BadDescriptor, (await RunAsync(ring, Write(nobodys))).Result);
        }
    }

    [RingFact]
    public async Task Ring_without_a_device_takes_no_file_by_a_number_that_is_none()
    {
        using FileDescriptor file = Open(FilePath);
        foreach (RingOptions options in (RingOptions[])[new() { Name = "test" }, new() { Name = "test", Device = file, RegistersDevice = false }])
        {
            await using IoRing ring = Create(options);
            Assert.False(ring.HasRegisteredDevice);
            Assert.Equal(Block, (await RunAsync(ring, Write(file))).Result);
            Assert.Equal(-Errno.BadDescriptor, (await RunAsync(ring, Write(int.MinValue))).Result);
        }
    }

    // In a process of its own: one that another test is starting has every file of this process until it executes its program.
    [RingFact]
    public async Task Device_is_nobodys_when_the_ring_has_ended()
    {
        using (Open(FilePath))
        {
        }

        using Process child = Process.Start(new ProcessStartInfo(ChildProgram.DotnetHost, ["exec", typeof(RegisteredFileTests).Assembly.Location, "ring-devices", FilePath]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.Equal("never began: free True\nended: free in 300 of 300 rounds", said.Trim());
    }

    [RingFact("strace")]
    public async Task Ring_whose_device_the_kernel_does_not_hold_names_it_by_its_number()
    {
        using (Open(FilePath))
        {
        }

        // The first call of a thread that makes a ring asks what the kernel knows, the second registers the device.
        foreach (string error in (string[])["ENOMEM", "EINVAL", "EMFILE"])
        {
            (string[] lines, string log) = await TracedChild.RunAsync(_folder, "io_uring_register", $"io_uring_register:error={error}:when=2", "ring-device", FilePath);
            Assert.Contains("INJECTED", log, StringComparison.Ordinal);
            Assert.Equal(["registered False", "4096", "free True"], lines);
        }
    }

    private static IoRing Create(FileDescriptor device) => Create(new RingOptions { Name = "test", Device = device });

    private static IoRing Create(RingOptions options)
    {
        IoRing? ring = IoRing.TryCreate(options, out RingRefusal? refusal);
        Assert.True(ring is not null, refusal?.Why);
        return ring;
    }

    private static FileDescriptor Open(string path)
    {
        Assert.Equal(0, Libc.Open(path, Libc.ReadWrite | Libc.Create, out FileDescriptor? file));
        return file!;
    }

    private static Task<RingCompletion> RunAsync(IoRing ring, TestOperation operation)
    {
        ring.Push(operation);
        ring.Kick();
        return operation.Ended.WaitAsync(s_long);
    }

    private TestOperation Write(FileDescriptor file) => Write(file.Number);

    private TestOperation Write(int number) => TestOperation.Write(number, _memory);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int number);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int DuplicateTo(int number, int target);
}
