namespace ZonedSdk.Testing.Cases;

/// <summary>A zone as simple as can be: which block of which write stands where, and a letter for its condition.</summary>
/// <param name="capacity">Blocks that can be written.</param>
/// <param name="flavour">Whose transition rules hold.</param>
/// <param name="closesToEmpty">Whether an open zone without data is empty when it was closed.</param>
internal sealed class ZoneModel(int capacity, ZoneFlavour flavour, bool closesToEmpty)
{
    public int Capacity => capacity;

    public char Letter { get; private set; } = 'E';

    /// <summary>For each written block the seed of its write and its place in it.</summary>
    public List<(int Seed, int Index)> Written { get; } = [];

    private bool IsZbc => flavour == ZoneFlavour.Zbc;

    public string Append(int blocks, int seed)
    {
        if (Letter == 'F' || Written.Count + blocks > capacity)
        {
            return "ZoneFull";
        }

        Land(blocks, seed);
        return "None";
    }

    public string Write(int at, int blocks, int seed)
    {
        if (Letter == 'F')
        {
            return "ZoneFull";
        }

        if (at != Written.Count)
        {
            return "Misaligned";
        }

        if (at + blocks > capacity)
        {
            return "Boundary";
        }

        Land(blocks, seed);
        return "None";
    }

    /// <summary>Some blocks come to the medium, possibly none.</summary>
    public void Land(int blocks, int seed)
    {
        for (int i = 0; i < blocks; i++)
        {
            Written.Add((seed, i));
        }

        Letter = Written.Count == capacity ? 'F' : Letter == 'X' ? 'X' : 'I';
    }

    public string Open()
    {
        if (Letter == 'F')
        {
            return IsZbc ? "None" : "InvalidTransition";
        }

        Letter = 'X';
        return "None";
    }

    public string Close()
    {
        switch (Letter)
        {
            case 'E' or 'F':
                return IsZbc ? "None" : "InvalidTransition";
            default:
                Letter = closesToEmpty && Written.Count == 0 ? 'E' : 'C';
                return "None";
        }
    }

    public string Finish()
    {
        Letter = 'F';
        return "None";
    }

    public string Reset()
    {
        Letter = 'E';
        Written.Clear();
        return "None";
    }

    /// <summary>What becomes of the zone when its device is closed.</summary>
    public void SwitchOff(bool isSwitchedOff) => Letter = After(isSwitchedOff);

    /// <summary>A device that is closed closes its explicitly open zones; where the drive is switched off as well, no open condition survives.</summary>
    public char After(bool isSwitchedOff)
    {
        bool closes = Letter is 'X' || (isSwitchedOff && Letter is 'I' or 'C');
        bool isEmptied = Written.Count == 0 && (isSwitchedOff || closesToEmpty);
        return closes ? isEmptied ? 'E' : 'C' : Letter;
    }
}
