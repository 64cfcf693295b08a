using Microsoft.CodeAnalysis.CodeFixes;
using ZonedSdk.Analyzers.Tests.Support;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>Members of a zone with a gate, a write pointer, a drive and one recovery.</summary>
internal static class ZoneCase
{
    public const string Recovery = """

            [Resynchronizes]
            private async Task RecoverAsync()
            {
                Info info = await _drive.ReportAsync();
                lock (_gate) { _wp = info.WritePointer; }
            }
        """;

    private const string RecoveryBySemaphore = """

            [Resynchronizes]
            private async Task RecoverAsync()
            {
                Info info = await _drive.ReportAsync();
                await _gate.WaitAsync();
                try { _wp = info.WritePointer; } finally { _gate.Release(); }
            }
        """;

    public static Task Check<TFix>(string before, string after, string? title = null)
        where TFix : CodeFixProvider, new() => FixCheck.Types<TFix>(In(before + Recovery), In(after + Recovery), title);

    public static Task CheckAlone<TFix>(string before, string after)
        where TFix : CodeFixProvider, new() => FixCheck.Types<TFix>(In(before), In(after));

    public static Task NotOffered<TFix>(string members)
        where TFix : CodeFixProvider, new() => FixCheck.NotOffered<TFix>(In(members + Recovery));

    public static Task CheckSemaphore<TFix>(string before, string after, string? title = null)
        where TFix : CodeFixProvider, new() => FixCheck.Types<TFix>(InSemaphore(before), InSemaphore(after), title);

    public static Task NotOfferedSemaphore<TFix>(string members)
        where TFix : CodeFixProvider, new() => FixCheck.NotOffered<TFix>(InSemaphore(members));

    private static string In(string members) => ProtocolCheck.InZone(members) + ProtocolCheck.Drive;

    private static string InSemaphore(string members) => ProtocolCheck.InZone(members + RecoveryBySemaphore, "SemaphoreSlim", "new(1, 1)") + ProtocolCheck.Drive;
}
