using ZonedSdk.Benchmarks.Backends;
using ZonedSdk.Benchmarks.Pairing;

// Each argument names a group; without one all run. The exit code says whether every bar was met.
(string Name, Func<IEnumerable<Pair>> Pairs)[] groups = [("backends", BackendPairs.All)];
string[] unknown = [.. args.Where(argument => groups.All(group => group.Name != argument))];
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"There is no group '{unknown[0]}'. Name one of: {string.Join(", ", groups.Select(group => group.Name))}.");
    return 2;
}

bool areMet = true;
foreach ((string name, Func<IEnumerable<Pair>> pairs) in groups.Where(group => args.Length == 0 || args.Contains(group.Name)))
{
    Console.WriteLine($"{name}: median ratio of interleaved pairs, with the 95 % interval of the median");
    foreach (Pair pair in pairs())
    {
        PairResult result = PairedRun.Measure(pair);
        Console.WriteLine($"  {result}");
        areMet &= result.IsMet;
    }
}

return areMet ? 0 : 1;
