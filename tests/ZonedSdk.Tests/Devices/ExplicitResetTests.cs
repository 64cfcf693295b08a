using ZonedSdk.Testing;

namespace ZonedSdk.Tests.Devices;

/// <summary>Nothing but a reset takes data away.</summary>
public sealed class ExplicitResetTests
{
    [Fact]
    public async Task Nothing_but_a_reset_resets()
    {
        const int Block = ScriptedBackend.Block;
        ScriptedBackend drive = new(limits: new Limits { MaxOpenZones = 1 });
        ManualTimeProvider time = new();
        ZonedDevice device = await ZonedDevice.OpenAsync(drive, new ZonedDeviceOptions { TimeProvider = time, InlineContinuations = true });
        drive.OnKick = () =>
        {
            foreach (ScriptedCommand command in drive.Pending)
            {
                drive.SetZone(command.Request.ZoneIndex, ZoneCondition.ImplicitlyOpen, (command.Offset + command.LengthBytes - device.Geometry.StartOf(command.Request.ZoneIndex)) / Block);
                command.Succeed();
            }
        };
        await device.WriteZeroesAsync(0, 4 * Block);
        await device.WriteAsync(4 * Block, new byte[Block]);
        await device.AppendAsync(0, new byte[Block], new byte[Block]);
        await device.AppendAsync(1, new byte[Block], Durability.Flushed);
        await device.ReadAsync(0, new byte[Block]);
        await device.FlushAsync();
        await device.FlushAsync(0);
        await device.WaitDurableAsync(Block);
        await device.RecoverAsync();
        await device.RecoverAsync(0);
        await device.ReportZoneAsync(0);
        await (await device.OpenZoneAsync(2)).DisposeAsync();
        await device.CloseZoneAsync(1);
        await device.FinishZoneAsync(1);
        (await device.AcquireReaderLeaseAsync(0)).Dispose();
        await foreach (ZoneInfo zone in device.ReportAsync())
        {
            Assert.Equal(0, device.GetStatus(zone.Index).Incarnation);
        }

        await device.DisposeAsync();
        Assert.NotEmpty(drive.Managed);
        Assert.DoesNotContain(drive.Managed, m => m.Action == ZonedSdk.Backends.ZoneAction.Reset);
    }
}
