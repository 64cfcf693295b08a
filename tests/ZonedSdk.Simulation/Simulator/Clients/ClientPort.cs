namespace ZonedSdk.Simulation.Simulator;

/// <summary>A client's way to the device: every call and its end are written down, every buffer is poisoned when its operation has ended.</summary>
internal sealed class ClientPort(World world, string name, int writer, SimRandom random)
{
    public const byte Poison = 0xDB;

    public World World => world;

    public SimRandom Random => random;

    private ZonedDevice Device => world.Device;

    public Task<Operation> AppendAsync(int zone, int blocks, bool isFlushed) => WriteAsync(
        New(OperationKind.Append, zone, blocks: blocks, isFlushed: isFlushed),
        (data, token) => Device.AppendAsync(zone, data, isFlushed ? Durability.Flushed : Durability.Acknowledged, token));

    public Task<Operation> GatherAsync(int zone, int blocks, int headerBytes) => WriteAsync(
        New(OperationKind.GatheredAppend, zone, blocks: blocks),
        (data, token) => Device.AppendAsync(zone, data[..headerBytes], data[headerBytes..], token));

    public Task<Operation> WriteAsync(int zone, long offset, int blocks) => WriteAsync(
        New(OperationKind.Write, zone, offset, blocks),
        async (data, token) =>
        {
            await Device.WriteAsync(offset, data, token);
            return offset;
        });

    public async Task<Operation> ReadAsync(int zone, long offset, int blocks)
    {
        Operation operation = New(OperationKind.Read, zone, offset, blocks);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(blocks * Stamp.BlockBytes);
        buffer.AsSpan().Fill(Poison);
        await RunAsync(
            operation,
            async token => await Device.ReadAsync(offset, buffer, token),
            count => operation.Content = world.Sabotage.BendRead(operation, Stamp.ReadAll(buffer.AsSpan(0, (int)count))));
        Retire(operation, buffer);
        return operation;
    }

    public Task<Operation> FlushAsync(int zone) => RunAsync(
        New(OperationKind.Flush, zone),
        token => zone < 0 ? Device.FlushAsync(token) : Device.FlushAsync(zone, token));

    public Task<Operation> WaitDurableAsync(int zone, long offset) => RunAsync(
        New(OperationKind.WaitDurable, zone, offset),
        token => world.Sabotage.BendWait(Device.WaitDurableAsync(offset, token)));

    public Task<Operation> CloseAsync(int zone) => RunAsync(New(OperationKind.Close, zone), token => Device.CloseZoneAsync(zone, token));

    public Task<Operation> FinishAsync(int zone) => RunAsync(New(OperationKind.Finish, zone), token => Device.FinishZoneAsync(zone, token));

    public Task<Operation> ResetAsync(int zone) => RunAsync(New(OperationKind.Reset, zone), token => Device.ResetZoneAsync(zone, token));

    public Task<Operation> ForceResetAsync(int zone) => RunAsync(New(OperationKind.ForceReset, zone), token => Device.ForceResetZoneAsync(zone, token));

    public async Task<(Operation Operation, OpenZoneLease? Lease)> OpenAsync(int zone)
    {
        OpenZoneLease? lease = null;
        Operation operation = await RunAsync(New(OperationKind.Open, zone), async token => lease = await Device.OpenZoneAsync(zone, token));
        return (operation, lease);
    }

    /// <summary>Ends an open zone's lease; the close that this means is an operation of its own.</summary>
    public Task<Operation> EndLeaseAsync(OpenZoneLease lease) => RunAsync(New(OperationKind.Close, lease.Zone), _ => lease.DisposeAsync());

    public Task<Operation> RecoverAsync(int zone) => RunAsync(New(OperationKind.Recover, zone), async token => await Device.RecoverAsync(zone, token));

    public Task<Operation> RecoverDeviceAsync() => RunAsync(New(OperationKind.RecoverDevice, -1), async token => await Device.RecoverAsync(token));

    public async Task<(Operation Operation, ZoneReaderLease? Lease)> LeaseAsync(int zone)
    {
        ZoneReaderLease? lease = null;
        Operation operation = await RunAsync(New(OperationKind.Lease, zone), async token => lease = await Device.AcquireReaderLeaseAsync(zone, token));
        return (operation, lease);
    }

    public Task<Operation> ListAsync(int first, int count, ReportFilter filter) => RunAsync(
        New(OperationKind.List, first),
        async token =>
        {
            RecordingBackend.IsListing = true;
            await foreach (ZoneInfo _ in Device.ReportAsync(first, count, filter, cancellationToken: token))
            {
                // What it says is the drive's matter; that it changes nothing is what counts.
            }
        });

    private Operation New(OperationKind kind, int zone, long offset = -1, int blocks = 0, bool isFlushed = false) => new()
    {
        Id = world.History.NextOperationId(),
        Kind = kind,
        Client = name,
        Zone = zone,
        Offset = offset,
        Blocks = blocks,
        IsFlushed = isFlushed,
    };

    private async Task<Operation> WriteAsync(Operation operation, Func<Memory<byte>, CancellationToken, ValueTask<long>> write)
    {
        byte[] data = Stamp.Make(operation, writer, world.Device.GetStatus(operation.Zone).Incarnation);
        bool isCopied = operation.Kind == OperationKind.GatheredAppend;
        await RunAsync(
            operation,
            token =>
            {
                ValueTask<long> pending = write(data, token);
                if (isCopied)
                {
                    // The parts were gathered: they belong to the caller again.
                    data.AsSpan().Fill(Poison);
                }

                return pending;
            });
        Retire(operation, data);
        if (operation.HasSucceeded)
        {
            world.NoteWritten(operation);
        }

        return operation;
    }

    private Task<Operation> RunAsync(Operation operation, Func<CancellationToken, ValueTask> call) => RunAsync(
        operation,
        async token =>
        {
            await call(token);
            return 0;
        });

    private async Task<Operation> RunAsync<T>(Operation operation, Func<CancellationToken, ValueTask<T>> call, Action<T>? take = null)
    {
        CancellationTokenSource? cancel = world.TryMakeCancellable(operation, random);
        world.History.AddCall(operation);
        Outcome outcome;
        try
        {
            T value = await call(cancel?.Token ?? CancellationToken.None);
            take?.Invoke(value);
            outcome = new Outcome { Kind = OutcomeKind.Succeeded, Value = value is long or int ? Convert.ToInt64(value) : 0 };
        }
        catch (Exception e)
        {
            outcome = Outcomes.Of(e);
        }

        world.CheckThread(operation.ToString());
        world.SampleDrive();
        world.ForgetCancellable(operation);
        world.History.AddReturn(operation, world.Sabotage.BendOutcome(operation, outcome));
        if (world.Sabotage.EndsTwice(operation))
        {
            world.History.AddReturn(operation, outcome);
        }

        cancel?.Dispose();
        return operation;
    }

    private void Retire(Operation operation, byte[] buffer)
    {
        buffer.AsSpan().Fill(Poison);
        world.Retired.Add((operation, buffer));
    }
}
