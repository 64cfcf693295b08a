using ZonedSdk.Backends.Image;
using ZonedSdk.TestSupport;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>The recorded workloads: each command of the drive in each company that matters, and seeded mixtures of all.</summary>
internal static class CrashWorkloads
{
    private const long Block = 4096;

    public static IReadOnlyList<CrashWorkload> All { get; } = [.. Written(), .. Seeded(Campaign.Pick(brief: 12, full: 30))];

    public static CrashWorkload Named(string name) => All.Single(workload => workload.Name == name);

    private static IEnumerable<CrashWorkload> Written()
    {
        yield return new("One write, one flush", static (drive, _) =>
        {
            drive.Write(0, 2 * Block);
            drive.Flush();
        });
        yield return new("Writes behind a flush", static (drive, _) =>
        {
            drive.Write(0, 2 * Block);
            drive.Write(1, Block);
            drive.Flush();
            drive.Write(0, 3 * Block);
            drive.Write(2, Block);
        });
        yield return new("Writes during the synchronisation", static (drive, file) =>
        {
            drive.Write(0, 2 * Block);
            Once(file, () => drive.Write(0, 2 * Block));
            drive.Flush();
            drive.Flush();
        });
        yield return new("A write in flight at the flush", static (drive, _) =>
        {
            drive.Write(0, Block);
            drive.Submit(0, 2 * Block);
            drive.Flush();
            drive.Complete(0);
            drive.Flush();
        });
        yield return new("Several waiters, one round", static (drive, _) =>
        {
            drive.Write(0, Block);
            drive.StartFlush();
            drive.StartFlush();
            drive.Write(1, Block);
            drive.StartFlush();
            drive.Settle();
        });
        yield return new("Reset of flushed data", static (drive, _) =>
        {
            drive.Write(0, 3 * Block);
            drive.Flush();
            drive.Reset(0);
            drive.Write(0, 2 * Block);
            drive.Flush();
        });
        yield return new("Reset of unflushed data", static (drive, _) =>
        {
            drive.Write(0, 3 * Block);
            drive.Reset(0);
            drive.Write(0, Block);
        });
        yield return new("Reset after reset", static (drive, _) =>
        {
            for (int round = 0; round < 4; round++)
            {
                drive.Write(1, Block);
                drive.Flush();
                drive.Reset(1);
            }
        });
        yield return new("A flush races a reset", static (drive, _) =>
        {
            drive.Write(0, 2 * Block);
            drive.Flush();
            drive.Write(0, Block);
            drive.StartFlush();
            drive.StartReset(0);
            drive.Settle();
            drive.Write(0, Block);
            drive.Flush();
        });
        yield return new("A reset during the synchronisation", static (drive, file) =>
        {
            drive.Write(0, 2 * Block);
            drive.Write(1, Block);
            Once(file, () => drive.StartReset(0));
            drive.Flush();
            drive.Write(0, Block);
            drive.Flush();
        });
        yield return new("Resets of several zones at once", static (drive, _) =>
        {
            drive.Write(0, Block);
            drive.Write(1, Block);
            drive.Write(2, Block);
            drive.Flush();
            drive.StartReset(0);
            drive.StartReset(2);
            drive.Settle();
            drive.Write(2, Block);
            drive.Flush();
        });
        yield return new("Finish and flush", static (drive, _) =>
        {
            drive.Write(0, Block);
            drive.Finish(0);
            drive.Flush();
            drive.Finish(1);
            drive.Write(2, Block);
            drive.Flush();
            drive.Reset(0);
        });
        yield return new("Written to the capacity", static (drive, _) =>
        {
            drive.Write(0, 3 * Block);
            drive.Flush();
            drive.Write(3, 2 * Block);
            drive.Flush();
        })
        {
            // Capacity below the size, and a runt at the end.
            Options = TestImages.Options() with { SizeBytes = (3 * 65536) + 8192, ZoneCapacityBytes = 3 * Block },
        };
        yield return new("A zone dies read-only", static (drive, _) =>
        {
            drive.Write(0, 2 * Block);
            drive.Flush();
            drive.Write(0, Block);
            drive.Die(0, ZoneCondition.ReadOnly);
            drive.Write(1, Block);
            drive.Flush();
        });
        yield return new("A zone goes offline", static (drive, _) =>
        {
            drive.Write(0, Block);
            drive.Die(1, ZoneCondition.Offline);
            drive.Flush();
        });
        yield return new("The ring wraps", static (drive, _) => Laps(drive, 20));
        yield return new("The ring wraps, checkpoints late", static (drive, _) => Laps(drive, 20)) { Choice = static count => count - 1 };
        yield return new("The smallest ring", static (drive, _) => Laps(drive, 12)) { RingRecords = 4 };
        yield return new("Resets while the ring wraps", static (drive, _) =>
        {
            for (int round = 0; round < 6; round++)
            {
                Laps(drive, 2);
                drive.Reset(round % drive.ZoneCount);
            }
        });
        yield return new("Small blocks", static (drive, _) =>
        {
            drive.Write(0, 512);
            drive.Flush();
            drive.Write(0, 1536);
            drive.Write(0, 4096);
            drive.Flush();
            drive.Reset(0);
            drive.Write(0, 512);
            drive.Flush();
        })
        {
            Options = TestImages.Options(blockSizeBytes: 512),
        };
        yield return new("A group of two records", static (drive, _) =>
        {
            for (int zone = 0; zone < drive.ZoneCount; zone++)
            {
                if (zone % 40 == 5)
                {
                    drive.Write(zone, Block);
                }
                else
                {
                    drive.Finish(zone);
                }
            }

            drive.Flush();
            drive.Reset(5);
            drive.Write(5, Block);
            drive.Flush();
        })
        {
            Options = TestImages.Options(zones: 200, zoneSizeBytes: 8192),
        };
        yield return new("A group of two records without data", static (drive, _) =>
        {
            for (int zone = 0; zone < drive.ZoneCount; zone++)
            {
                drive.Finish(zone);
            }

            drive.Flush();
        })
        {
            Options = TestImages.Options(zones: 200, zoneSizeBytes: 8192),
        };
        yield return new("A group of two records across the ring's end", static (drive, _) =>
        {
            for (int zone = 0; zone < drive.ZoneCount; zone++)
            {
                drive.Finish(zone);
            }

            drive.Flush();
            for (int zone = 0; zone < 4; zone++)
            {
                drive.Reset(zone);
            }

            // Records 8 and 9 of a ring of nine: the last place and the first.
            for (int zone = 0; zone < drive.ZoneCount; zone++)
            {
                drive.StartReset(zone, discards: false);
            }

            drive.Settle();
            drive.Write(7, Block);
            drive.Flush();
        })
        {
            Options = TestImages.Options(zones: 200, zoneSizeBytes: 8192),
            RingRecords = 9,
        };
        yield return new("A conventional zone beside", static (drive, _) =>
        {
            drive.Write(1, 2 * Block);
            drive.Flush();
            drive.Reset(1);
            drive.Write(2, Block);
            drive.Flush();
        })
        {
            Options = TestImages.Options() with { ConventionalZones = 1 },
        };
        yield return new("Preallocated: resets zero", static (drive, _) =>
        {
            drive.Write(0, 2 * Block);
            drive.Flush();
            drive.Reset(0);
            drive.Write(0, Block);
            drive.Flush();
        })
        {
            Options = TestImages.Options() with { Preallocate = true },
        };
    }

    private static IEnumerable<CrashWorkload> Seeded(int count)
    {
        for (int seed = 1; seed <= count; seed++)
        {
            int captured = seed;
            Random choice = new(seed);
            yield return new($"Seed {seed}", (drive, file) => Mixture(drive, file, new Random(captured)))
            {
                RingRecords = 4 + (seed % 5),
                Choice = choice.Next,
            };
        }
    }

    private static void Mixture(TestDrive drive, MemoryImageFile file, Random random)
    {
        for (int step = 0; step < 40; step++)
        {
            int zone = random.Next(drive.ZoneCount);
            switch (random.Next(16))
            {
                case 0:
                    drive.Reset(zone);
                    break;
                case 1 when drive.RoomIn(zone) > 0:
                    drive.Finish(zone);
                    break;
                case 2:
                    drive.StartFlush();
                    drive.StartReset(zone);
                    drive.Settle();
                    break;
                case 3:
                    Once(file, () => WriteIfRoom(drive, zone, random));
                    drive.Flush();
                    break;
                case 4 or 5:
                    drive.Flush();
                    break;
                default:
                    WriteIfRoom(drive, zone, random);
                    break;
            }
        }
    }

    private static void WriteIfRoom(TestDrive drive, int zone, Random random)
    {
        long lengthBytes = random.Next(1, 4) * Block;
        if (drive.RoomIn(zone) >= lengthBytes)
        {
            drive.Write(zone, lengthBytes);
        }
    }

    private static void Laps(TestDrive drive, int flushes)
    {
        for (int flush = 0; flush < flushes; flush++)
        {
            drive.Write(flush % drive.ZoneCount, Block);
            drive.Flush();
        }
    }

    private static void Once(MemoryImageFile file, Action action) => file.DuringSynchronize = () =>
    {
        file.DuringSynchronize = null;
        action();
    };
}
