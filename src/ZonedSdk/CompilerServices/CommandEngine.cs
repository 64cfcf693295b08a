using System.ComponentModel;
using System.Runtime.CompilerServices;
using ZonedSdk.Annotations;
using ZonedSdk.Backends;
using ZonedSdk.Descriptors;
using ZonedSdk.Interop;

namespace ZonedSdk.CompilerServices;

/// <summary>Runs the commands of a described drive whose calls block: transfers and management come from the runtime, and go to <see cref="ICommandSet"/> on the caller's thread or on the thread pool. Not for use by hand.</summary>
/// <remarks>
/// <para>A transfer beyond the limits goes to the drive in pieces. Reads of a zone run beside one another; its writes do too where the drive keeps their order (the runtime then hands over one at a time), and one after another where the adapter has to.</para>
/// <para>A command that throws instead of returning a code ends as <see cref="ZoneError.Io"/>: the request must end whatever happens.</para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CommandEngine : IZoneBackend
{
    private readonly ICommandSet _commands;
    private readonly BackendShape _shape;
    private readonly RequestPump _pump;
    private readonly AlignedBufferPool? _gathered;

    // Made at a zone's first write.
    private readonly CommandZone?[] _zones;
    private readonly bool _queuesWrites;
    private readonly int _maxTransferBytes;
    private volatile bool _isDisposed;

    /// <summary>Starts a drive.</summary>
    public CommandEngine(ICommandSet commands, BackendTable table, BackendShape shape)
    {
        ArgumentNullException.ThrowIfNull(commands);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(shape);
        Calls = commands;
        _commands = shape.Probe is { } probe ? new ProbedCommands(commands, probe) : commands;
        _shape = shape;
        _queuesWrites = table.Ordering == WriteOrdering.Queued;
        Capabilities = table.CapabilitiesOf(shape);
        Limits = table.LimitsOf(shape);
        Geometry = shape.Geometry;
        _maxTransferBytes = Limits.MaxTransferBytes;
        _zones = new CommandZone?[shape.Geometry.ZoneCount];
        if (shape.Ring is not null && !Capabilities.EnforcesOrder)
        {
            throw new ArgumentException($"{shape.Name} does not keep the order of a zone's writes, and a ring does not either.", nameof(shape));
        }

        _pump = new RequestPump(this, shape);

        // Where one command of a zone is at the drive at a time, what queued up behind it goes as one. A ring sees to that itself.
        _gathered = Capabilities.EnforcesOrder && shape.Ring is null ? new AlignedBufferPool(_maxTransferBytes, shape.Name) : null;
    }

    /// <inheritdoc/>
    public string Name => _shape.Name;

    /// <inheritdoc/>
    public DeviceIdentity Identity => _shape.Identity;

    /// <inheritdoc/>
    public Geometry Geometry { get; }

    /// <inheritdoc/>
    public Limits Limits { get; }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public BackendDescription Description => _shape.Description;

    /// <summary>Bytes of a logical block, in which commands may count.</summary>
    public int LogicalBlockSizeBytes => _shape.LogicalBlockSizeBytes == 0 ? _shape.Geometry.BlockSizeBytes : _shape.LogicalBlockSizeBytes;

    /// <inheritdoc/>
    public void Submit(ZoneRequest request)
    {
        request.BackendData = request.Ticket;
        if (!IsQueued(request) || ZoneAt(request.ZoneIndex).Enter(request))
        {
            _pump.Push(request);
        }
    }

    /// <inheritdoc/>
    public void Kick() => _pump.Kick();

    /// <inheritdoc/>
    public ValueTask<BackendResult> ManageAsync(ZoneAction action, int zone, CancellationToken cancellationToken) =>
        RunAsync(() => ResultOf(_commands.Manage(action, zone)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BackendResult> ReportAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        Memory<ZoneInfo> asked = Asked(firstZone, zones);
        return RunAsync(() => ReportOf(_commands.Report(firstZone, asked.Span), asked.Length), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<BackendResult> ReportCachedAsync(int firstZone, Memory<ZoneInfo> zones, CancellationToken cancellationToken)
    {
        Memory<ZoneInfo> asked = Asked(firstZone, zones);
        return RunAsync(() => ReportOf(_commands.ReportCached(firstZone, asked.Span), asked.Length), cancellationToken);
    }

    /// <summary>Takes the drive's list of the zones that it has changed by itself.</summary>
    /// <param name="maxZones">Most zones of a list.</param>
    /// <param name="cancellationToken">Gives up before the command is sent.</param>
    public async ValueTask<ChangedZoneList> TakeChangedZonesAsync(int maxZones, CancellationToken cancellationToken)
    {
        int[] zones = new int[maxZones];
        int count = 0;
        BackendResult result = await RunAsync(Take, cancellationToken).ConfigureAwait(false);
        return new ChangedZoneList { Result = result, Zones = zones[..Math.Clamp(count, 0, maxZones)], IsIncomplete = count > maxZones };

        BackendResult Take()
        {
            count = _commands.TakeChanged(zones);
            return count < 0 ? ResultOf(-count) : BackendResult.Success();
        }
    }

    /// <inheritdoc/>
    public ValueTask<BackendResult> FlushAsync(int zone, CancellationToken cancellationToken) =>
        RunAsync(() => ResultOf(_commands.Flush(zone)), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Kick();
            await _pump.DisposeAsync().ConfigureAwait(false);
            _commands.Close();
            _gathered?.Dispose();
        }
    }

    /// <summary>The drive's calls, as nobody probes them.</summary>
    internal ICommandSet Calls { get; }

    /// <inheritdoc cref="ICompletesInline.CompleteInline"/>
    internal void CompleteInline() => _pump.CompleteInline();

    internal bool IsDisposed => _isDisposed;

    internal ZoneError ErrorOf(int code) => ErrorOf(_commands, code);

    internal static ZoneError ErrorOf(ICommandSet commands, int code) => code == BackendRuntime.Refused ? ZoneError.NotSupported : commands.MapError(code);

    /// <summary>Executes one transfer and ends its request; then the zone's next write may begin.</summary>
    internal void Execute(ZoneRequest request)
    {
        long ticket = request.BackendData;
        if (request.Kind == ZoneRequestKind.Read)
        {
            request.Complete(ticket, Read(request));
        }
        else if (request.Kind == ZoneRequestKind.Append)
        {
            Append(request, ticket);
        }
        else if (_queuesWrites)
        {
            WriteInTurn(request, ticket);
        }
        else
        {
            request.Complete(ticket, Write(request));
        }
    }

    private void WriteInTurn(ZoneRequest request, long ticket)
    {
        // What is needed of the request when it has ended, and may be somebody else's.
        long lengthBytes = request.NextCoalesced is null ? request.LengthBytes : request.CommandLengthBytes;
        CommandZone zone = ZoneAt(request.ZoneIndex);
        BackendResult result = zone.IsBroken ? BackendResult.Failure(ZoneError.Follower) : Write(request);
        request.Complete(ticket, result);
        if (zone.Leave(hasFailed: !result.IsSuccess || result.BytesTransferred != lengthBytes) is { } next)
        {
            _pump.Push(next);
            Kick();
        }
    }

    private bool IsQueued(ZoneRequest request) => _queuesWrites && request.Kind == ZoneRequestKind.Write;

    private long OffsetOf(ZoneRequest request) => request.Offset - Geometry.StartOf(request.ZoneIndex);

    private BackendResult Read(ZoneRequest request)
    {
        if (_isDisposed)
        {
            return BackendResult.Failure(ZoneError.DeviceGone);
        }

        try
        {
            Span<byte> buffer = request.Buffer.Span;
            long offset = OffsetOf(request);
            long read = 0;
            while (buffer.Length > 0)
            {
                Span<byte> piece = buffer[..Math.Min(buffer.Length, _maxTransferBytes)];
                long count = _commands.Read(request.ZoneIndex, offset + read, piece);
                if (count <= 0 || count > piece.Length)
                {
                    return Cut(count, read);
                }

                read += count;
                buffer = buffer[(int)count..];
            }

            return BackendResult.Success(read);
        }
        catch (Exception)
        {
            return BackendResult.Failure(ZoneError.Io);
        }
    }

    private BackendResult Write(ZoneRequest request)
    {
        if (_isDisposed)
        {
            return BackendResult.Failure(ZoneError.DeviceGone);
        }

        try
        {
            return Write(request, OffsetOf(request));
        }
        catch (Exception)
        {
            return BackendResult.Failure(ZoneError.Io);
        }
    }

    // An append goes whole: each piece of one would get a place of its own.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Append(ZoneRequest request, long ticket)
    {
        BackendResult result = Append(request, out long offset);
        if (result.IsSuccess)
        {
            request.CompleteAppend(ticket, Geometry.StartOf(request.ZoneIndex) + offset);
        }
        else
        {
            request.Complete(ticket, result);
        }
    }

    private BackendResult Append(ZoneRequest request, out long offset)
    {
        offset = -1;
        if (_isDisposed)
        {
            return BackendResult.Failure(ZoneError.DeviceGone);
        }

        try
        {
            offset = _commands.Append(request.ZoneIndex, request.Buffer.Span);
            return offset >= 0 ? BackendResult.Success(request.LengthBytes) : Cut(offset, transferred: 0);
        }
        catch (Exception)
        {
            return BackendResult.Failure(ZoneError.Io);
        }
    }

    private BackendResult Write(ZoneRequest request, long offset)
    {
        if (request.NextCoalesced is null)
        {
            return Write(request.ZoneIndex, offset, request.Buffer.Span, written: 0);
        }

        if (_gathered is not null && request.CommandLengthBytes <= _maxTransferBytes)
        {
            return WriteGathered(_gathered, request, offset);
        }

        long written = 0;
        BackendResult result = BackendResult.Success();
        for (ZoneRequest? part = request; part is not null; part = part.NextCoalesced)
        {
            result = Write(request.ZoneIndex, offset, part.Buffer.Span, written);
            written += part.Buffer.Length;
            if (!result.IsSuccess || result.BytesTransferred < written)
            {
                break;
            }
        }

        return result;
    }

    private BackendResult WriteGathered(AlignedBufferPool pool, ZoneRequest request, long offset)
    {
        AlignedBuffer buffer = pool.Rent();
        try
        {
            Span<byte> all = buffer.Span[..(int)request.CommandLengthBytes];
            int filled = 0;
            for (ZoneRequest? part = request; part is not null; part = part.NextCoalesced)
            {
                part.Buffer.Span.CopyTo(all[filled..]);
                filled += part.Buffer.Length;
            }

            return Write(request.ZoneIndex, offset, all, written: 0);
        }
        finally
        {
            pool.Return(buffer);
        }
    }

    /// <summary>Writes one stretch of memory, in pieces that the drive takes.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="offset">Where the command began.</param>
    /// <param name="data">The memory.</param>
    /// <param name="written">Bytes of the command that were written before.</param>
    /// <returns>How it ended; bytes are those of the command.</returns>
    /// <remarks>Inlined where a command is one request or several: a call in between would copy the result once more.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BackendResult Write(int zone, long offset, ReadOnlySpan<byte> data, long written)
    {
        while (data.Length > 0)
        {
            ReadOnlySpan<byte> piece = data[..Math.Min(data.Length, _maxTransferBytes)];
            long count = _commands.Write(zone, offset + written, piece);
            if (count <= 0 || count > piece.Length)
            {
                return Cut(count, written);
            }

            written += count;
            data = data[(int)count..];
        }

        return BackendResult.Success(written);
    }

    /// <summary>A transfer that ends before its end: by an error, or by a drive that takes no more, or that claims more than it was given.</summary>
    internal BackendResult Cut(long count, long transferred) => count switch
    {
        0 => BackendResult.Success(transferred),
        > 0 => BackendResult.Failure(ZoneError.Io, bytesTransferred: transferred),
        _ => BackendResult.Failure(ErrorOf(_commands, (int)-count), (int)-count, transferred),
    };

    private Memory<ZoneInfo> Asked(int firstZone, Memory<ZoneInfo> zones)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstZone);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(firstZone, Geometry.ZoneCount);
        return zones[..Math.Min(zones.Length, Geometry.ZoneCount - firstZone)];
    }

    private BackendResult ReportOf(int count, int asked) => count switch
    {
        < 0 => BackendResult.Failure(ErrorOf(_commands, -count), -count),
        _ when count == 0 || count > asked => BackendResult.Failure(ZoneError.ReportFailed),
        _ => BackendResult.Success(count),
    };

    private BackendResult ResultOf(int code) =>
        code == 0 ? BackendResult.Success() : BackendResult.Failure(ErrorOf(_commands, code), code == BackendRuntime.Refused ? 0 : code);

    [DeviceIo(ReturnsError = true)]
    private async ValueTask<BackendResult> RunAsync(Func<BackendResult> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return BackendResult.Failure(ZoneError.Cancelled);
        }

        if (_isDisposed)
        {
            return BackendResult.Failure(ZoneError.DeviceGone);
        }

        if (_pump.IsInline)
        {
            return CallWork.Run(call);
        }

        CallWork work = new(call);
        ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        return await work.Task.ConfigureAwait(false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CommandZone ZoneAt(int index)
    {
        return Volatile.Read(ref _zones[index]) ?? Make(index);

        CommandZone Make(int zone)
        {
            CommandZone made = new();
            return Interlocked.CompareExchange(ref _zones[zone], made, null) ?? made;
        }
    }
}
