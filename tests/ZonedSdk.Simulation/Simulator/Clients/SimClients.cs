namespace ZonedSdk.Simulation.Simulator;

/// <summary>What the clients of a world do between two pauses. None of them trusts what another one believes.</summary>
internal static class SimClients
{
    public static Task RunAsync(ClientKind kind, ClientPort port) => kind switch
    {
        ClientKind.Appender => AppendAsync(port),
        ClientKind.Gatherer => GatherAsync(port),
        ClientKind.OffsetWriter => WriteAtPointerAsync(port),
        ClientKind.Reader => ReadAsync(port),
        ClientKind.Flusher => FlushAsync(port),
        ClientKind.DurabilityWaiter => WaitAsync(port),
        ClientKind.Manager => ManageAsync(port),
        ClientKind.Recoverer => RecoverAsync(port),
        ClientKind.Lister => ListAsync(port),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such client."),
    };

    private static async Task AppendAsync(ClientPort port)
    {
        SimRandom random = port.Random;
        while (await port.World.PauseAsync())
        {
            // Several at once, as a log-structured store does it.
            int zone = port.World.HotZone(random);
            Task<Operation>[] burst = new Task<Operation>[random.Between(1, 4)];
            for (int i = 0; i < burst.Length; i++)
            {
                burst[i] = port.AppendAsync(zone, random.Between(1, 4), isFlushed: random.Chance(0.1));
            }

            foreach (Task<Operation> append in burst)
            {
                await append;
            }
        }
    }

    private static async Task GatherAsync(ClientPort port)
    {
        while (await port.World.PauseAsync())
        {
            await port.GatherAsync(port.World.HotZone(port.Random), port.Random.Between(1, 3), port.Random.Between(1, Stamp.BlockBytes));
        }
    }

    private static async Task WriteAtPointerAsync(ClientPort port)
    {
        SimRandom random = port.Random;
        while (await port.World.PauseAsync())
        {
            int zone = port.World.HotZone(random);
            long offset = port.World.Device.GetStatus(zone).Submitted;
            int blocks = random.Between(1, 3);
            for (int attempt = 0; attempt < 3 && port.World.Contains(zone, offset, blocks * Stamp.BlockBytes); attempt++)
            {
                Operation write = await port.WriteAsync(zone, offset, blocks);
                if (write.Outcome.Kind != OutcomeKind.Failed)
                {
                    break;
                }

                // The error says where to go on.
                offset = write.Outcome.WritePointer;
            }
        }
    }

    private static async Task ReadAsync(ClientPort port)
    {
        SimRandom random = port.Random;
        while (await port.World.PauseAsync())
        {
            (int zone, long offset, int blocks) = port.World.SomethingToRead(random);
            if (!random.Chance(0.2))
            {
                await port.ReadAsync(zone, offset, blocks);
                continue;
            }

            (_, ZoneReaderLease? lease) = await port.LeaseAsync(zone);
            if (lease is not null)
            {
                await port.ReadAsync(zone, offset, blocks);
                await port.World.PauseAsync();
                await port.ReadAsync(zone, offset, blocks);
                lease.Dispose();
            }
        }
    }

    private static async Task FlushAsync(ClientPort port)
    {
        while (await port.World.PauseAsync(3))
        {
            Operation flush = await port.FlushAsync(port.Random.Chance(0.5) ? -1 : port.World.AnyZone(port.Random));
            if (flush.Outcome.Error == ZoneError.FlushFailed && port.Random.Chance(0.7))
            {
                await port.RecoverDeviceAsync();
            }
        }
    }

    private static async Task WaitAsync(ClientPort port)
    {
        while (await port.World.PauseAsync(2))
        {
            int zone = port.World.HotZone(port.Random);
            ZoneStatus status = port.World.Device.GetStatus(zone);
            if (status.Submitted > port.World.StartOf(zone))
            {
                Task<Operation> wait = port.WaitDurableAsync(zone, status.Submitted);
                if (port.Random.Chance(0.7))
                {
                    await port.FlushAsync(zone);
                }

                await wait;
            }
        }
    }

    private static async Task ManageAsync(ClientPort port)
    {
        SimRandom random = port.Random;
        while (await port.World.PauseAsync(3))
        {
            int zone = port.World.AnyZone(random);
            switch (random.Below(8))
            {
                case 0 or 1 or 2:
                    await port.ResetAsync(zone);
                    break;
                case 3:
                    await port.ForceResetAsync(zone);
                    break;
                case 4:
                    await port.FinishAsync(zone);
                    break;
                case 5:
                    await port.CloseAsync(zone);
                    break;
                default:
                    (_, OpenZoneLease? lease) = await port.OpenAsync(zone);
                    await port.World.PauseAsync(2);
                    if (lease is not null)
                    {
                        await port.EndLeaseAsync(lease);
                    }

                    break;
            }
        }
    }

    private static async Task RecoverAsync(ClientPort port)
    {
        while (await port.World.PauseAsync(3))
        {
            await port.RecoverAsync(port.World.AnyZone(port.Random));
        }
    }

    private static async Task ListAsync(ClientPort port)
    {
        SimRandom random = port.Random;
        while (await port.World.PauseAsync(3))
        {
            int first = random.Below(port.World.Scenario.ZoneCount);
            await port.ListAsync(first, random.Between(1, port.World.Scenario.ZoneCount), random.Chance(0.7) ? ReportFilter.All : ReportFilter.Full);
        }
    }
}
