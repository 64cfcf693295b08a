using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ZonedSdk.Simulation.Explorer;

/// <summary>An invariant does not hold.</summary>
internal sealed class InvariantException(string name, string message) : Exception($"{name}: {message}")
{
    /// <summary>I1 to I20.</summary>
    public string Name { get; } = name;
}

internal static class Invariant
{
    public static void Holds([DoesNotReturnIf(false)] bool condition, string name, string message)
    {
        if (!condition)
        {
            throw new InvariantException(name, message);
        }
    }

    // Most checks hold, millions of times: their message is put together only when they do not.
    public static void Holds([DoesNotReturnIf(false)] bool condition, string name, [InterpolatedStringHandlerArgument(nameof(condition))] ref Message message)
    {
        if (!condition)
        {
            throw new InvariantException(name, message.ToStringAndClear());
        }
    }

    [InterpolatedStringHandler]
    public ref struct Message
    {
        private DefaultInterpolatedStringHandler _text;

        public Message(int literalLength, int formattedCount, bool condition, out bool isNeeded)
        {
            isNeeded = !condition;
            _text = isNeeded ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
        }

        public void AppendLiteral(string value) => _text.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public string ToStringAndClear() => _text.ToStringAndClear();
    }
}
