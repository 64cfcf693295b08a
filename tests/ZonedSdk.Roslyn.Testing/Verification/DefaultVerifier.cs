using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Fails with an <see cref="InvalidOperationException"/>, so that no test framework is needed.</summary>
public class DefaultVerifier : IVerifier
{
    public DefaultVerifier()
        : this(ImmutableStack<string>.Empty)
    {
    }

    protected DefaultVerifier(ImmutableStack<string> context) => Context = context;

    /// <summary>The steps that the test is in, innermost first.</summary>
    protected ImmutableStack<string> Context { get; }

    public virtual void Empty<T>(string collectionName, IEnumerable<T> collection)
    {
        if (collection.Any())
            Fail($"'{collectionName}' must be empty and has {collection.Count()} elements.");
    }

    public virtual void NotEmpty<T>(string collectionName, IEnumerable<T> collection)
    {
        if (!collection.Any())
            Fail($"'{collectionName}' must not be empty.");
    }

    public virtual void Equal<T>(T expected, T actual, string? message = null)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            Fail(message ?? $"Expected '{expected}', got '{actual}'.");
    }

    public virtual void True([DoesNotReturnIf(false)] bool assert, string? message = null)
    {
        if (!assert)
            Fail(message ?? "Expected true, got false.");
    }

    public virtual void False([DoesNotReturnIf(true)] bool assert, string? message = null)
    {
        if (assert)
            Fail(message ?? "Expected false, got true.");
    }

    [DoesNotReturn]
    public virtual void Fail(string? message = null) => throw new InvalidOperationException(CreateMessage(message ?? "The verification failed."));

    public virtual void LanguageIsSupported(string language)
    {
        if (language != LanguageNames.CSharp)
            Fail($"The language '{language}' is not supported: only {LanguageNames.CSharp} is.");
    }

    public virtual void SequenceEqual<T>(
        IEnumerable<T> expected, IEnumerable<T> actual, IEqualityComparer<T>? equalityComparer = null, string? message = null)
    {
        if (!expected.SequenceEqual(actual, equalityComparer))
            Fail($"{message ?? "The sequences differ."} Expected [{string.Join(", ", expected)}], got [{string.Join(", ", actual)}].");
    }

    public virtual IVerifier PushContext(string context)
    {
        if (GetType() != typeof(DefaultVerifier))
            throw new InvalidOperationException($"{GetType()} must override {nameof(PushContext)}, or its failures would turn into those of {nameof(DefaultVerifier)}.");

        return new DefaultVerifier(Context.Push(context));
    }

    /// <summary>Puts the steps that the test is in before the message, outermost first.</summary>
    protected virtual string CreateMessage(string message)
        => string.Concat(Context.Reverse().Select(frame => $"Context: {frame}{Environment.NewLine}")) + message;
}
