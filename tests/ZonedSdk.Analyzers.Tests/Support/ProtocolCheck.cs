using Microsoft.CodeAnalysis.Testing;

namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>Short forms for tests of the protocol rules: members of a zone with a gate, a write pointer and a drive.</summary>
internal static class ProtocolCheck
{
    private const string Usings = """
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.Diagnostics;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ZonedSdk.Annotations;

        """;

    /// <summary>A drive with every way to do I/O, and what goes with it.</summary>
    public const string Drive = """

        enum IoError { None, Io, Gone }
        readonly struct IoResult { public bool IsSuccess => Error == IoError.None; public IoError Error { get; init; } public int Bytes { get; init; } }
        readonly record struct Info(long WritePointer, bool IsFull);
        sealed class Request { public long Offset; public long LengthBytes; public long End => Offset + LengthBytes; public Task<long> Done = null!; public void Complete() { } }
        interface IDrive
        {
            [DeviceIo] Task WriteAsync(long offset, ReadOnlyMemory<byte> data, CancellationToken token = default);
            [DeviceIo] ValueTask<int> ReadAsync(long offset, Memory<byte> data);
            [DeviceIo] void Write(long offset, ReadOnlyMemory<byte> data);
            [DeviceIo(ReturnsError = true)] int Put(long offset, ReadOnlyMemory<byte> data);
            [DeviceIo(ReturnsError = true, NegativeIsError = true)] int PutSome(long offset, ReadOnlyMemory<byte> data);
            [DeviceIo(ReturnsError = true)] bool TryPut(long offset, ReadOnlyMemory<byte> data);
            [DeviceIo(ReturnsError = true)] IoError PutOrTell(long offset, ReadOnlyMemory<byte> data);
            [DeviceIo(ReturnsError = true)] ValueTask<IoResult> SendAsync(long offset, ReadOnlyMemory<byte> data);
            [DeviceIo(Completes = IoCompletion.Later)] void Submit(Request request);
            [DeviceIo(Completes = IoCompletion.Later)] void SubmitThen(long offset, ReadOnlyMemory<byte> data, Action<bool> done);
            [DeviceIo] Task FlushAsync();
            [DeviceIo] Task ResetAsync(long start);
            [DeviceIo] Task<Info> ReportAsync();
            [DeviceIo] Info Report();
            [DeviceIo] IAsyncEnumerable<Info> ReportAllAsync();
            [DeviceIo] [return: AssignedOffset] Task<long> AppendAsync(ReadOnlyMemory<byte> data);
        }

        """;

    /// <summary>Checks types.</summary>
    public static Task Types(string code) => RuleVerifier<ConcurrencyAnalyzer>.VerifyAnalyzerAsync(Usings + code + Drive);

    /// <summary>Checks members of a zone whose gate is an object.</summary>
    public static Task Members(string members) => Types(InZone(members, "object", "new()"));

    /// <summary>Checks members of a zone whose gate is a semaphore: it can be held across an await.</summary>
    public static Task WithSemaphore(string members) => Types(InZone(members, "SemaphoreSlim", "new(1, 1)"));

    /// <summary>The test itself, to be changed before it runs.</summary>
    public static RuleTest<ConcurrencyAnalyzer> Test(string members, string header = "") => new() { TestCode = header + Usings + InZone(members, "object", "new()") + Drive };

    /// <summary>Checks one diagnostic with its message and the locations <c>{|#1:..|}</c> and so on that come with it.</summary>
    public static Task Message(string members, DiagnosticResult expected)
    {
        RuleTest<ConcurrencyAnalyzer> test = Test(members);
        test.ExpectedDiagnostics.Add(expected);
        return test.RunAsync();
    }

    /// <summary>The whole source that types are checked in.</summary>
    public static string SourceOfTypes(string code) => Usings + code + Drive;

    /// <summary>The whole source that members are checked in; its gate is an object, or a semaphore.</summary>
    public static string SourceOf(string members, bool isSemaphore = false) => SourceOfTypes(isSemaphore ? InZone(members, "SemaphoreSlim", "new(1, 1)") : InZone(members, "object", "new()"));

    public static string InZone(string members, string gate = "object", string creation = "new()") => $$"""
        partial class Zone
        {
            private readonly {{gate}} _gate = {{creation}};
            private readonly object _other = new();
            private readonly IDrive _drive = null!;
            private readonly long _start, _end;
            [GuardedBy(nameof(_gate)), WritePointer] private long _wp;
            [GuardedBy(nameof(_gate))] private long _acknowledged;
        {{members}}
        }
        """;
}
