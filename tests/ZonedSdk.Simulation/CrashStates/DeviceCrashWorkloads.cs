using ZonedSdk.Backends.Faults;
using ZonedSdk.TestSupport;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>Workloads of an application: each call of the device in each company that matters, and seeded mixtures of all.</summary>
internal static class DeviceCrashWorkloads
{
    private const long Block = 4096;

    public static IReadOnlyList<DeviceCrashWorkload> All { get; } = [.. Plain(), .. Managed(), .. Failing(), .. Shaped(), .. Seeded(Campaign.Pick(brief: 10, full: 24))];

    public static DeviceCrashWorkload Named(string name) => All.Single(workload => workload.Name == name);

    private static IEnumerable<DeviceCrashWorkload> Plain()
    {
        yield return new("One append, one flush", static app =>
        {
            app.Append(0, 2 * Block);
            app.Flush();
        });
        yield return new("Appends behind a flush", static app =>
        {
            app.Append(0, 2 * Block);
            app.Append(1, Block);
            app.Flush();
            app.Append(0, 3 * Block);
            app.Append(2, Block);
        });
        yield return new("A burst in flight at the flush", static app =>
        {
            app.Append(0, Block);
            for (int i = 0; i < 4; i++)
            {
                app.StartAppend(0, Block);
            }

            app.StartFlush();
            app.Settle();
            app.Flush();
        })
        {
            Seed = 3,
        };
        yield return new("Several flushes at once", static app =>
        {
            app.Append(0, Block);
            app.StartFlush();
            app.StartFlush(0);
            app.Append(1, Block);
            app.StartFlush(1);
            app.Settle();
        });
        yield return new("Appends that are durable when told", static app =>
        {
            for (int zone = 0; zone < 3; zone++)
            {
                app.StartAppend(zone, Block, Durability.Flushed);
                app.StartAppend(zone, Block);
            }

            app.Settle();
            app.StartAppend(1, Block, Durability.Flushed);
            app.Settle();
        });
        yield return new("Killed, opened, written again", static app =>
        {
            app.Append(0, 2 * Block);
            app.Append(1, Block);
            app.Restart();
            app.Append(0, Block);
            app.Reset(1);
            app.Restart();
            app.Append(1, Block);
        });
        yield return new("The ring wraps", static app => Laps(app, 20));
        yield return new("The ring wraps, checkpoints late", static app => Laps(app, 20)) { Choice = static count => count - 1 };
        yield return new("The smallest ring", static app => Laps(app, 12)) { RingRecords = 4 };
    }

    private static IEnumerable<DeviceCrashWorkload> Managed()
    {
        yield return new("Reset of flushed data", static app =>
        {
            app.Append(0, 3 * Block);
            app.Flush();
            app.Reset(0);
            app.Append(0, 2 * Block);
            app.Flush();
        });
        yield return new("Reset of unflushed data", static app =>
        {
            app.Append(0, 3 * Block);
            app.Reset(0);
            app.Append(0, Block);
        });
        yield return new("Reset after reset", static app =>
        {
            for (int round = 0; round < 4; round++)
            {
                app.Append(1, Block);
                app.Flush();
                app.Reset(1);
            }
        });
        yield return new("A flush races a reset", static app =>
        {
            app.Append(0, 2 * Block);
            app.Flush();
            app.Append(0, Block);
            app.StartFlush();
            app.StartReset(0);
            app.Settle();
            app.Append(0, Block);
            app.Flush();
        });
        yield return new("Resets of several zones at once", static app =>
        {
            for (int zone = 0; zone < 3; zone++)
            {
                app.Append(zone, Block);
            }

            app.Flush();
            app.StartReset(0);
            app.StartReset(2);
            app.Settle();
            app.Append(2, Block);
            app.Flush();
        });
        yield return new("Resets while the ring wraps", static app =>
        {
            for (int round = 0; round < 6; round++)
            {
                Laps(app, 2);
                app.Reset(round % app.ZoneCount);
            }
        });
        yield return new("Finish and flush", static app =>
        {
            app.Append(0, Block);
            app.Finish(0);
            app.Flush();
            app.Finish(1);
            app.Append(2, Block);
            app.Flush();
            app.Reset(0);
        });
    }

    private static IEnumerable<DeviceCrashWorkload> Failing()
    {
        yield return new("A write fails half-way", static app =>
        {
            app.Append(0, Block);
            app.Flush();
            app.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, LandedBlocks = 1 });
            app.StartAppend(0, 2 * Block);
            app.StartAppend(0, Block);
            app.Settle();
            Assert.Equal(2, app.Failures);
            app.Append(0, Block);
            app.Flush();
        });
        yield return new("A write lands and fails", static app =>
        {
            app.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, Nth = 2, LandedBlocks = FaultRule.AllBlocks });
            app.Append(1, Block);
            app.Append(1, 2 * Block);
            Assert.Equal(1, app.Failures);
            app.Append(1, Block);
            app.Flush();
        });
        yield return new("A reset fails and has happened", static app =>
        {
            app.Append(0, 2 * Block);
            app.Flush();
            app.Faults.Add(new FaultRule { Event = DriveEvent.Reset, Effect = FaultEffect.FailAfter });
            app.Reset(0);
            Assert.Equal(1, app.Failures);
            app.Append(0, Block);
            app.Flush();
        });
        yield return new("A zone dies read-only", static app => Die(app, FaultEffect.ZoneReadOnly, ZoneCondition.ReadOnly));
        yield return new("A zone goes offline", static app => Die(app, FaultEffect.ZoneOffline, ZoneCondition.Offline));
        yield return new("A synchronisation fails", static app =>
        {
            app.Append(0, 2 * Block);
            app.Flush();
            app.Append(0, Block);
            app.Append(1, Block);
            app.FailNextSynchronisation();
            app.Flush();
            app.Flush();
            Assert.Equal(2, app.Failures);
        });
    }

    private static IEnumerable<DeviceCrashWorkload> Shaped()
    {
        yield return new("Written to the capacity", static app =>
        {
            app.Append(0, 3 * Block);
            app.Flush();
            app.Append(3, 2 * Block);
            app.Flush();
        })
        {
            // Capacity below the size, and a runt at the end.
            Options = TestImages.Options() with { SizeBytes = (3 * 65536) + 8192, ZoneCapacityBytes = 3 * Block },
        };
        yield return new("Small blocks", static app =>
        {
            app.Append(0, 512);
            app.Flush();
            app.Append(0, 1536);
            app.Append(0, 4096);
            app.Flush();
            app.Reset(0);
            app.Append(0, 512);
            app.Flush();
        })
        {
            Options = TestImages.Options(blockSizeBytes: 512),
        };
        yield return new("More zones than may be open", static app =>
        {
            for (int round = 0; round < 3; round++)
            {
                for (int zone = 0; zone < app.ZoneCount; zone++)
                {
                    app.StartAppend(zone, Block);
                }

                app.StartFlush();
                app.Settle();
            }
        })
        {
            Options = TestImages.Options() with { MaxOpenZones = 2, Flavour = ZoneFlavour.Zns },
        };
        yield return new("A conventional zone beside", static app =>
        {
            app.Append(1, 2 * Block);
            app.Flush();
            app.Reset(1);
            app.Append(2, Block);
            app.Flush();
        })
        {
            Options = TestImages.Options() with { ConventionalZones = 1 },
        };
        yield return new("Preallocated: resets zero", static app =>
        {
            app.Append(0, 2 * Block);
            app.Flush();
            app.Reset(0);
            app.Append(0, Block);
            app.Flush();
        })
        {
            Options = TestImages.Options() with { Preallocate = true },
        };
    }

    private static IEnumerable<DeviceCrashWorkload> Seeded(int count)
    {
        for (int seed = 1; seed <= count; seed++)
        {
            int captured = seed;
            yield return new($"Seed {seed}", app => Mixture(app, new Random(captured)))
            {
                Seed = seed,
                RingRecords = 4 + (seed % 5),
                Options = TestImages.Options() with
                {
                    Flavour = seed % 2 == 0 ? ZoneFlavour.Zns : ZoneFlavour.Zbc,
                    MaxOpenZones = seed % 3 == 0 ? 2 : 0,
                },
            };
        }
    }

    private static void Mixture(CrashApplication app, Random random)
    {
        if (random.Next(2) == 0)
        {
            app.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = FaultEffect.Fail, LandedBlocks = 1, Nth = 5, RepeatEvery = 7 });
        }

        for (int step = 0; step < 40; step++)
        {
            int zone = random.Next(app.ZoneCount);
            switch (random.Next(16))
            {
                case 0 or 1:
                    app.StartReset(zone);
                    break;
                case 2 when random.Next(2) == 0:
                    app.StartFinish(zone);
                    break;
                case 3:
                    app.StartFlush();
                    app.StartReset(zone);
                    break;
                case 4 or 5:
                    app.StartFlush();
                    break;
                case 6:
                    app.StartFlush(zone);
                    break;
                case 7:
                    app.StartAppend(zone, Block, Durability.Flushed);
                    break;
                case 8 when step % 20 == 19:
                    app.Restart();
                    break;
                default:
                    for (int i = random.Next(1, 4); i > 0; i--)
                    {
                        app.StartAppend(zone, random.Next(1, 3) * Block);
                    }

                    break;
            }

            app.Run(random.Next(8));
        }
    }

    private static void Laps(CrashApplication app, int flushes)
    {
        for (int flush = 0; flush < flushes; flush++)
        {
            app.Append(flush % app.ZoneCount, Block);
            app.Flush();
        }
    }

    // The device takes the zone's last writes along into its grave.
    private static void Die(CrashApplication app, FaultEffect effect, ZoneCondition death)
    {
        app.Append(0, 2 * Block);
        app.Flush();
        app.Append(0, Block);
        app.Expect(0, death);
        app.Faults.Add(new FaultRule { Event = DriveEvent.Write, Effect = effect });
        app.Append(0, Block);
        Assert.Equal(1, app.Failures);
        app.Append(1, Block);
        app.Flush();
    }
}
