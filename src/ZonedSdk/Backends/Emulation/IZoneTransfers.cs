using ZonedSdk.Interop;

namespace ZonedSdk.Backends.Emulation;

/// <summary>Moves the data of commands without a thread that waits for them, as many at once as it takes, and in any order. Only a drive that moves its pointer over what has landed can bear that.</summary>
internal interface IZoneTransfers
{
    /// <summary>Takes a command on; it is begun with the next <see cref="Kick"/>. Never blocks, and never ends the command before it returns.</summary>
    /// <param name="command">Its first <see cref="DriveCommand.MovedBytes"/> bytes move, at least one block. It ends by <see cref="DriveCommand.EndTransfer"/> or <see cref="DriveCommand.GiveToThread"/>, once.</param>
    void Begin(DriveCommand command);

    /// <summary>So many threads may submit what comes next, each for zones of its own: zone by zone in turn.</summary>
    int Lanes { get; }

    /// <summary>What has come to light since it was opened; null = nothing.</summary>
    BackendFinding? Finding { get; }

    /// <summary>Has the commands begun that were taken on. The caller holds no lock.</summary>
    void Kick();

    /// <inheritdoc cref="ICompletesInline.CompleteInline"/>
    void CompleteInline();

    /// <inheritdoc cref="IRegistersMemory.Register"/>
    void Register(PinnedArray memory);
}
