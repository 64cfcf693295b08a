using ZonedSdk.Backends;
using ZonedSdk.Descriptors;

namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Keeps writes from the kernel until they are let go, so that what is submitted meanwhile stands behind them however slow the machine is.</summary>
internal sealed class HeldWrites : ICommandProbe, IDisposable
{
    private readonly ManualResetEventSlim _gate = new();

    public void LetGo() => _gate.Set();

    public int Before(in CommandCall call)
    {
        if (call.Command == ZoneCommand.Write)
        {
            _gate.Wait();
        }

        return 0;
    }

    public void After(in CommandCall call, long result, ZoneError error)
    {
        // What came of it is the test's business.
    }

    public void Dispose() => _gate.Dispose();
}
