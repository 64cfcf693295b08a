using System.Diagnostics;
using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;
using ZonedSdk.KernelTests.Tools;

namespace ZonedSdk.KernelTests.Runner;

/// <summary>
/// Runs the tests of an assembly in this process, by xunit's own framework and without a test host: under emulation the host alone
/// takes longer than the tests.
/// </summary>
internal sealed class TestRun(Assembly assembly, RunOptions options) : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    /// <summary>A trait of tests that have nothing to show where one processor does everything, one thing after the other.</summary>
    public const string TwoProcessorsOnly = "TwoProcessorsOnly";

    private readonly Lock _gate = new();
    private readonly List<ITestCase> _cases = [];
    private readonly List<TestOutcome> _outcomes = [];
    private readonly ManualResetEventSlim _discovered = new();
    private readonly ManualResetEventSlim _finished = new();
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();
    private string? _running;
    private long _runningSince;

    /// <summary>Runs what the filter lets through, writes the report, and says whether every test passed.</summary>
    public bool Execute()
    {
        using var framework = new XunitTestFramework(this);
        using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        discoverer.Find(includeSourceInformation: false, this, new FrameworkOptions());
        _discovered.Wait();

        ITestCase[] chosen = [.. _cases.Where(static test => CanRun(test)).Where(test => test.DisplayName.Contains(options.Filter, StringComparison.OrdinalIgnoreCase))];
        if (chosen.Length == 0)
        {
            Console.WriteLine($"None of the {_cases.Count} tests has '{options.Filter}' in its name and runs here: some want two processors.");
            return false;
        }

        using ITestFrameworkExecutor executor = framework.GetExecutor(assembly.GetName());
        // It comes back at the first test that waits for something, and no sooner: one that hangs would hold up who watches it.
        Task started = Task.Run(() => executor.RunTests(chosen, this, new FrameworkOptions()));
        while (!_finished.Wait(TimeSpan.FromSeconds(1)))
        {
            if (started.IsFaulted)
            {
                started.GetAwaiter().GetResult();
            }

            EndTheProcessIfATestHangs();
        }

        return Report();
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (_gate)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage found:
                    _cases.Add(found.TestCase);
                    break;
                case IDiscoveryCompleteMessage:
                    _discovered.Set();
                    break;
                case ITestStarting starting:
                    _running = starting.Test.DisplayName;
                    _runningSince = Stopwatch.GetTimestamp();
                    KernelLog.BeginTest(_running);
                    break;
                case ITestPassed passed:
                    Add(passed, TestOutcome.Passed);
                    break;
                case ITestFailed failed:
                    Add(failed, TestOutcome.Failed, Messages(failed) + KernelLog.OfThisTest(), Traces(failed));
                    break;
                case ITestSkipped skipped:
                    Add(skipped, TestOutcome.NotExecuted, skipped.Reason);
                    break;
                case ITestAssemblyFinished:
                    _finished.Set();
                    break;
                // A class or a collection that cannot be set up or cleaned up, or xunit itself.
                case IFailureInformation failure:
                    Add(new TestOutcome($"{_running} ({message.GetType().Name})", TestOutcome.Failed, TimeProvider.System.GetUtcNow(), TimeSpan.Zero, Messages(failure), Traces(failure)));
                    break;
            }
        }

        return true;
    }

    public void Dispose()
    {
        _discovered.Dispose();
        _finished.Dispose();
    }

    private static bool CanRun(ITestCase test) =>
        Environment.ProcessorCount > 1 || !test.Traits.ContainsKey(TwoProcessorsOnly);

    // xunit joins the messages of an aggregate by itself; the inner exceptions of others follow the first one.
    private static string Messages(IFailureInformation failure) =>
        string.Join("\n ---- ", failure.ExceptionTypes.Zip(failure.Messages, (type, text) => $"{type}: {text}"));

    private static string Traces(IFailureInformation failure) => string.Join("\n ---- ", failure.StackTraces);

    private void Add(ITestResultMessage result, string outcome, string? message = null, string? stackTrace = null)
    {
        var duration = TimeSpan.FromSeconds((double)result.ExecutionTime);
        Add(new TestOutcome(result.Test.DisplayName, outcome, TimeProvider.System.GetUtcNow() - duration, duration, message, stackTrace, result.Output));
        _running = null;
    }

    private void Add(TestOutcome outcome)
    {
        _outcomes.Add(outcome);
        Console.WriteLine($"{outcome.Outcome,-7} {outcome.Duration.TotalSeconds,6:0.00} s  {outcome.Name}");
        if (outcome.Outcome != TestOutcome.Passed)
        {
            Console.WriteLine($"{outcome.Message}\n{outcome.StackTrace}\n{outcome.Output}");
        }
    }

    // A thread that waits for the kernel cannot be ended, so the process is: what has been found out is reported first.
    private void EndTheProcessIfATestHangs()
    {
        lock (_gate)
        {
            if (_running is null || Stopwatch.GetElapsedTime(_runningSince) < options.TestLimit)
            {
                return;
            }

            Add(new TestOutcome(_running, TestOutcome.Failed, TimeProvider.System.GetUtcNow() - options.TestLimit, options.TestLimit, $"The test hung: it did not end within {options.TestLimit.TotalSeconds} s.{KernelLog.OfThisTest()}"));
        }

        Report();
        Environment.Exit(1);
    }

    private bool Report()
    {
        lock (_gate)
        {
            if (options.ResultsPath is { } path)
            {
                TrxReport.Write(path, assembly, _outcomes, _start, TimeProvider.System.GetUtcNow());
            }

            int passed = _outcomes.Count(outcome => outcome.Outcome == TestOutcome.Passed);
            Console.WriteLine($"{passed} passed, {_outcomes.Count - passed} failed");
            return passed == _outcomes.Count;
        }
    }
}
