using System.Runtime.CompilerServices;
using CustomBackend;
using ZonedSdk.Backends;
using ZonedSdk.Backends.Emulation;
using ZonedSdk.CompilerServices;
using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Behaviour.Kit;

/// <summary>The sample's drive under test, with every fault of the emulated drive that its generated adapter stands on.</summary>
internal sealed class BrokenFolder : FolderUnderTest
{
    private readonly EmulatedFaults _faults;
    private EmulatedDrive? _drive;

    public BrokenFolder(DriveShape shape, TimeProvider time)
        : base(shape, time) => _faults = new EmulatedFaults(() => _drive!, Plan);

    public override IFaultInjector Faults => _faults;

    public override (int Open, int Active)? Counts => (_drive!.OpenCount, _drive.ActiveCount);

    public override async ValueTask<IZoneBackend> OpenAsync(CancellationToken cancellationToken)
    {
        IZoneBackend backend = await base.OpenAsync(cancellationToken);
        _drive = EngineOf((FolderBackend)backend)!.Drive;
        return backend;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_engine")]
    private static extern ref MediumEngine? EngineOf(FolderBackend backend);
}
