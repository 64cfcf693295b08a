using Xunit.Abstractions;

namespace ZonedSdk.KernelTests.Runner;

/// <summary>The options that xunit's framework asks for by name. Nothing is set: the assembly's attributes say all.</summary>
internal sealed class FrameworkOptions : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
{
    private readonly Dictionary<string, object?> _values = [];

    public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out object? value) ? (TValue)value! : default!;

    public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
}
