namespace ZonedSdk.Interop.Uring;

/// <content>The device as a file that the kernel holds for the ring.</content>
/// <remarks>
/// Whoever closes a ring and its device may have the device opened again at once, by somebody who wants it alone. So the kernel must hold nothing of it when the ring has ended, and what it holds it lets go only when the last operation is gone that named the
/// device: with a worker of the kernel's, that may be a moment after its completion. Before 6.13 the call that unregisters waits for that. Since then it does not, and the kernel tells it by a completion with the file's tag. Which of the two a kernel does is shown by a
/// second file, the witness, which no operation names: where its tag is there when the call returns, the kernel tells.
/// </remarks>
internal sealed unsafe partial class RingLoop
{
    private const int DeviceIndex = 0;

    // No entry names a file so.
    private const int NoNumber = int.MinValue;

    private int _deviceNumber = NoNumber;
    private bool _isDeviceLetGo;
    private bool _isWitnessLetGo;

    /// <summary>The kernel holds the device for the ring.</summary>
    public bool HasRegisteredDevice => _deviceNumber != NoNumber;

    // Before the ring is enabled: nothing is under way, and whoever makes the ring is not kept waiting.
    private void RegisterDevice(int number)
    {
        if (_queues.RegisterFiles([number, _event.Number], [DeviceToken, WitnessToken]) == 0)
        {
            _deviceNumber = number;
        }
    }

    private void NameDevice(SubmissionEntry* entry)
    {
        if (entry->Descriptor == _deviceNumber)
        {
            entry->Descriptor = DeviceIndex;
            entry->Flags |= EntryFlags.RegisteredFile;
        }
    }

    /// <summary>Nothing of the ring is at the kernel, and when this returns nothing of the device is.</summary>
    private void UnregisterDevice()
    {
        if (!HasRegisteredDevice || _queues.UnregisterFiles() != 0)
        {
            return;
        }

        // A file that is let go within a call is closed when the call returns.
        int result = 0;
        Reap();
        while (_isWitnessLetGo && !_isDeviceLetGo && (result >= 0 || result == -Errno.Interrupted))
        {
            result = _queues.Enter(atLeast: 1, submits: false);
            Reap();
        }
    }
}
