using ZonedSdk.KernelTests.Runner;
using ZonedSdk.KernelTests.Tools;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

if (!Guest.IsHere)
{
    Console.Error.WriteLine("These tests change block devices and run in a guest of their own only: tests/ZonedSdk.KernelTests/run boots it.");
    return 2;
}

RunOptions options = RunOptions.Parse(args);
using var run = new TestRun(typeof(RunOptions).Assembly, options);
return run.Execute() ? 0 : 1;
