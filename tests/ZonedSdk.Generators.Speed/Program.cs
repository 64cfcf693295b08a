using System.Globalization;
using ZonedSdk.Generators.Speed;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine($"{Inputs.Descriptions} descriptions, one a file; medians. The bar of a cold run is 100 ms, of a keystroke 1.5 times a generator that does nothing.");
ColdRun.Print("volumes", Inputs.Volumes);
ColdRun.Print("layouts", Inputs.Layouts);
Keystroke.Print("volumes", Inputs.Volumes("V"));
Keystroke.Print("layouts", Inputs.Layouts("L"));
