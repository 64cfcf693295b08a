using ZonedSdk;
using ZonedSdk.Backends.Memory;
using ZonedSdk.Testing;

// Drives that are made for each case.
ConformanceReport memory = await ConformanceSuite.RunAsync(ConformanceTarget.Memory(ZoneFlavour.Zns));

// One drive as it is, with the consent of its owner.
MemoryDriveOptions options = new() { ZoneSizeBytes = 64 << 10, SizeBytes = 2 << 20 };
MemoryDrive drive = new(options);
DeviceIdentity identity = drive.Identity;
await drive.DisposeAsync();
ConformanceTarget mine = await ConformanceTarget.ForDeviceAsync("mine", _ => ValueTask.FromResult<ZonedSdk.Backends.IZoneBackend>(drive = drive.Reopen(options)), overwrites: identity);
ConformanceReport device = await ConformanceSuite.RunAsync(mine);

bool isConformant = memory.IsConformant && device.IsConformant;
Console.WriteLine(isConformant ? "conformant" : $"{memory}\n{device}");
return isConformant ? 0 : 1;
