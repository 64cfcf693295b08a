using System.Globalization;
using ZonedSdk.Generators.Speed;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"{Inputs.Descriptions} descriptions, one a file. The bar of a cold run is 100 ms, of a keystroke 1.5 times a generator that does nothing.");
PrintLoad();
ColdRun.Print("volumes", Inputs.Volumes);
ColdRun.Print("layouts", Inputs.Layouts);
Keystroke.Print("volumes", Inputs.Volumes("V"));
Keystroke.Print("layouts", Inputs.Layouts("L"));
PrintLoad();

// A figure is worth what the machine had to give.
static void PrintLoad()
{
    const string Load = "/proc/loadavg";
    if (File.Exists(Load))
    {
        Console.WriteLine($"load of the machine: {File.ReadAllText(Load).Trim()}, on {Environment.ProcessorCount} processors");
    }
}
