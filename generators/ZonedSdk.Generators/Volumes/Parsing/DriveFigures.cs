using System.Globalization;
using ZonedSdk.Generators.Parsing;
using ZonedSdk.Generators.Volumes.Models;

namespace ZonedSdk.Generators.Volumes.Parsing;

/// <summary>Checks a drive's figures, each on its own and against the others.</summary>
internal static class DriveFigures
{
    private const int MinBlockSize = 512;
    private const int MaxBlockSize = 65536;

    /// <summary>Returns the figures, or null where they are missing or cannot be counted; other mistakes are reported and the figures returned.</summary>
    public static DriveModel? Check(VolumeContext context)
    {
        VolumeFigures figures = context.Figures;
        if (context.IsIncomplete || !CheckPresence(context))
        {
            return null;
        }

        bool isCountable = CheckRange(context, "ZoneSize", figures.ZoneSize!.Value, 1, long.MaxValue)
            & CheckRange(context, "ZoneCount", figures.ZoneCount!.Value, 1, Limits.MaxZones)
            & CheckRange(context, "MaxOpenZones", figures.MaxOpenZones ?? 0, 0, Limits.MaxZones)
            & CheckRange(context, "MaxActiveZones", figures.MaxActiveZones ?? 0, 0, Limits.MaxZones);
        isCountable = isCountable
            && CheckRange(context, "ConventionalZones", figures.ConventionalZones ?? 0, 0, figures.ZoneCount.Value)
            && CheckProduct(context);
        long blockSize = CheckBlock(context);
        if (!isCountable)
        {
            return null;
        }

        long zoneSize = figures.ZoneSize.Value;
        long capacity = figures.ZoneCapacity ?? zoneSize;
        int shift = Shift(zoneSize);
        CheckPowerOfTwo(context, zoneSize, shift);
        CheckCapacity(context, zoneSize, capacity, blockSize);
        CheckAppend(context, capacity, blockSize);
        int maxOpen = (int)(figures.MaxOpenZones ?? 0);
        int maxActive = (int)(figures.MaxActiveZones ?? 0);
        if (maxActive > 0 && maxOpen > maxActive)
        {
            context.Report(Rules.BudgetExceeded, "MaxOpenZones", context.Name, $"{Text(maxOpen)} zones can be open, and {Text(maxActive)} active; every open zone is active, so lower MaxOpenZones or raise MaxActiveZones");
        }

        return new DriveModel
        {
            BlockSize = (int)Math.Max(blockSize, MinBlockSize),
            ZoneSize = zoneSize,
            ZoneShift = shift,
            ZoneCapacity = capacity,
            ZoneCount = (int)figures.ZoneCount.Value,
            MaxOpenZones = maxOpen,
            MaxActiveZones = maxActive,
            MaxAppendSize = figures.MaxAppendSize is > 0 and <= int.MaxValue and { } append ? (int)append : 0,
            Model = figures.Model == 2 ? "HostAware" : "HostManaged",
            Flavour = figures.Flavour == 1 ? "Zns" : "Zbc",
            SerialPattern = figures.SerialPattern,
        };
    }

    private static bool CheckPresence(VolumeContext context)
    {
        VolumeFigures figures = context.Figures;
        List<string> missing = [];
        AddIf(figures.Model is null or 0, "the model");
        AddIf(figures.ZoneSize is null, "ZoneSize");
        AddIf(figures.ZoneCount is null, "ZoneCount");
        AddIf(figures.LogicalBlockSize is null, "LogicalBlockSize");
        if (missing.Count > 0)
        {
            context.Report(Rules.FigureMissing, context.Name, $"does not say {string.Join(", ", missing)}; a drive is described by its model, zone size, zone count and block size at least");
        }

        bool isKnown = figures.Model is null or >= 0 and <= 2 && figures.Flavour is null or 0 or 1;
        if (!isKnown)
        {
            context.Report(Rules.OutOfRange, figures.Flavour is null or 0 or 1 ? "The model" : "Flavour", context.Name, "no defined value", "take one that its enum defines");
        }

        bool isFitKnown = context.Declaration.Fit is null or 0 or 1;
        if (!isFitKnown)
        {
            context.Report(Rules.OutOfRange, "Fit", context.Name, "no defined value", "take one that its enum defines");
        }

        return missing.Count == 0 && isKnown && isFitKnown;

        void AddIf(bool isMissing, string name)
        {
            if (isMissing)
            {
                missing.Add(name);
            }
        }
    }

    private static bool CheckRange(VolumeContext context, string figure, long value, long least, long most)
    {
        if (value >= least && value <= most)
        {
            return true;
        }

        context.Report(Rules.OutOfRange, figure, context.Name, Text(value), $"{Text(least)} to {Text(most)} are allowed");
        return false;
    }

    private static bool CheckProduct(VolumeContext context)
    {
        long zoneSize = context.Figures.ZoneSize!.Value;
        long zoneCount = context.Figures.ZoneCount!.Value;
        if (zoneSize <= long.MaxValue / zoneCount)
        {
            return true;
        }

        context.Report(Rules.OutOfRange, "The size", context.Name, $"{Text(zoneCount)} zones of {Text(zoneSize)} bytes", $"offsets end at {Text(long.MaxValue)}, so lower one of them");
        return false;
    }

    /// <summary>Returns the block that everything is measured in; 0 where there is none.</summary>
    private static long CheckBlock(VolumeContext context)
    {
        long logical = context.Figures.LogicalBlockSize!.Value;
        long granularity = context.Figures.WriteGranularity ?? logical;
        foreach ((string figure, long value) in new[] { ("LogicalBlockSize", logical), ("WriteGranularity", granularity) })
        {
            if (value is < MinBlockSize or > MaxBlockSize || (value & (value - 1)) != 0)
            {
                context.Report(Rules.NotInBlocks, figure, context.Name, Text(value), $"a block has a power of two of bytes, {Text(MinBlockSize)} to {Text(MaxBlockSize)}");
                return 0;
            }
        }

        if (granularity < logical)
        {
            context.Report(Rules.NotInBlocks, "WriteGranularity", context.Name, Text(granularity), $"no write is smaller than a logical block of {Text(logical)} bytes");
            return 0;
        }

        return granularity;
    }

    private static void CheckPowerOfTwo(VolumeContext context, long zoneSize, int shift)
    {
        if (shift >= 0 || !context.Declaration.IsForLinux || context.Figures.Target == 1)
        {
            return;
        }

        long below = 1;
        while (below <= zoneSize / 2)
        {
            below *= 2;
        }

        context.Report(Rules.NotPowerOfTwo, context.Name, Text(zoneSize), Text(below), ((ulong)below * 2).ToString(CultureInfo.InvariantCulture));
    }

    private static void CheckCapacity(VolumeContext context, long zoneSize, long capacity, long blockSize)
    {
        CheckBlocks("ZoneSize", zoneSize);
        if (context.Figures.ZoneCapacity is null)
        {
            return;
        }

        if (capacity <= 0)
        {
            context.Report(Rules.OutOfRange, "ZoneCapacity", context.Name, Text(capacity), $"1 to the zone size, {Text(zoneSize)}, are allowed");
        }
        else if (capacity > zoneSize)
        {
            context.Report(Rules.CapacityAboveSize, context.Name, Text(capacity), Text(capacity - zoneSize), Text(zoneSize));
        }
        else
        {
            CheckBlocks("ZoneCapacity", capacity);
        }

        void CheckBlocks(string figure, long value)
        {
            if (blockSize > 0 && value % blockSize != 0)
            {
                context.Report(Rules.NotInBlocks, figure, context.Name, Text(value), $"that is {Text(value % blockSize)} bytes more than a number of blocks of {Text(blockSize)}");
            }
        }
    }

    private static void CheckAppend(VolumeContext context, long capacity, long blockSize)
    {
        if (context.Figures.MaxAppendSize is not { } append)
        {
            return;
        }

        string? reason = append switch
        {
            <= 0 => "no append has so few; leave it out for what the device takes",
            > int.MaxValue => $"one command has {Text(int.MaxValue)} at most",
            _ when capacity > 0 && append > capacity => $"a zone has room for {Text(capacity)}",
            _ when blockSize > 0 && append % blockSize != 0 => $"appends are in blocks of {Text(blockSize)}",
            _ => null,
        };
        if (reason is not null)
        {
            context.Report(Rules.AppendLimit, context.Name, Text(append), reason);
        }
    }

    private static int Shift(long value)
    {
        int shift = 0;
        while (shift < 62 && 1L << shift < value)
        {
            shift++;
        }

        return 1L << shift == value ? shift : -1;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
