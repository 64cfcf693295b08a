using ZonedSdk.Backends;
using ZonedSdk.CompilerServices;

namespace ZonedSdk.Tests.Backends;

/// <summary>Answers a write: bytes, or minus an error code.</summary>
internal delegate long WriteAnswer(ReadOnlySpan<byte> data);

/// <summary>Commands that answer as a test wants, and remember what was asked.</summary>
internal sealed class FakeCommands : ICommandSet
{
    public List<string> Calls { get; } = [];

    public bool Records { get; init; } = true;

    public bool Throws { get; init; }

    public WriteAnswer Write { get; init; } = static data => data.Length;

    public int Reports { get; init; }

    public int Managed { get; init; }

    long ICommandSet.Read(int zone, long offsetInZone, Span<byte> buffer)
    {
        Add($"read {zone} +{offsetInZone} {buffer.Length}");
        return buffer.Length;
    }

    long ICommandSet.Write(int zone, long offsetInZone, ReadOnlySpan<byte> data)
    {
        if (Records)
        {
            Add($"write {zone} +{offsetInZone} {data.Length}");
        }

        return Write(data);
    }

    int ICommandSet.Manage(ZoneAction action, int zone) => Managed;

    int ICommandSet.Report(int firstZone, Span<ZoneInfo> zones) => Reports;

    int ICommandSet.Flush(int zone) => Throws ? throw new InvalidOperationException() : 0;

    ZoneError ICommandSet.MapError(int code) => code == 75 ? ZoneError.TooManyActiveZones : ZoneError.Io;

    void ICommandSet.Close() => Add("close");

    private void Add(string call)
    {
        lock (Calls)
        {
            Calls.Add(call);
        }
    }
}
