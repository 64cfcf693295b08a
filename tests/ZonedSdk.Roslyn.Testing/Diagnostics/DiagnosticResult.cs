using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>An expected diagnostic. What is not stated is not compared, except the location: none means that there is none.</summary>
public readonly partial struct DiagnosticResult
{
    /// <summary>For tests that expect nothing.</summary>
    public static readonly DiagnosticResult[] EmptyDiagnosticResults = [];

    private readonly Content? _content;

    public DiagnosticResult(string id, DiagnosticSeverity severity)
        : this(new Content { Id = id, Severity = severity })
    {
    }

    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this(new Content { Id = descriptor.Id, Severity = descriptor.DefaultSeverity, MessageFormat = descriptor.MessageFormat })
    {
    }

    private DiagnosticResult(Content content) => _content = content;

    public ImmutableArray<DiagnosticLocation> Spans => State.Spans;

    public DiagnosticSeverity Severity => State.Severity;

    public DiagnosticOptions Options => State.Options;

    public string Id => State.Id;

    /// <summary>The message that is compared, or null where only the arguments are, or nothing is.</summary>
    public string? Message
    {
        get
        {
            if (State.IgnoreMessage || State.Message is not null)
                return State.Message;

            if (MessageFormat is null)
                return null;

            var format = MessageFormat.ToString(CultureInfo.InvariantCulture);
            try
            {
                return string.Format(CultureInfo.InvariantCulture, format, MessageArguments ?? []);
            }
            catch (FormatException)
            {
                // The test states no arguments for a format that has some.
                return format;
            }
        }
    }

    public LocalizableString? MessageFormat => State.MessageFormat;

    public object?[]? MessageArguments => State.MessageArguments;

    public bool HasLocation => !Spans.IsEmpty;

    /// <summary>Whether a suppressor must have suppressed it, or null where that is not compared.</summary>
    public bool? IsSuppressed => State.IsSuppressed;

    private Content State => _content ?? Content.Empty;

    public static DiagnosticResult CompilerError(string identifier) => new(identifier, DiagnosticSeverity.Error);

    public static DiagnosticResult CompilerWarning(string identifier) => new(identifier, DiagnosticSeverity.Warning);

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => new(State with { Severity = severity });

    public DiagnosticResult WithOptions(DiagnosticOptions options) => new(State with { Options = options });

    public DiagnosticResult WithArguments(params object[] arguments) => new(State with { MessageArguments = arguments });

    /// <summary>Compares the whole message; with null, only the arguments are compared, if there are any.</summary>
    public DiagnosticResult WithMessage(string? message) => new(State with { Message = message, IgnoreMessage = message is null });

    public DiagnosticResult WithMessageFormat(LocalizableString messageFormat) => new(State with { MessageFormat = messageFormat });

    public DiagnosticResult WithIsSuppressed(bool? isSuppressed) => new(State with { IsSuppressed = isSuppressed });

    public DiagnosticResult WithNoLocation() => new(State with { Spans = [] });

    /// <summary>The readable form that messages of failed tests use.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(HasLocation ? Describe(Spans[0]) : "no location").Append(": ");
        text.Append(Severity.ToString().ToLowerInvariant()).Append(' ').Append(Id);
        if (Message is { } message)
            text.Append(": ").Append(message);
        else if (MessageArguments is { Length: > 0 })
            text.Append(" (").AppendJoin(", ", MessageArguments).Append(')');

        if (!Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations))
        {
            foreach (var additional in Spans.Skip(1))
                text.Append(", and ").Append(Describe(additional));
        }

        return text.ToString();
    }

    private static string Describe(DiagnosticLocation location)
    {
        var span = location.Span;
        if (location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey))
            return $"#{span.StartLinePosition.Character}";

        var start = $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1}";
        return location.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength)
            ? start + ")"
            : $"{start},{span.EndLinePosition.Line + 1},{span.EndLinePosition.Character + 1})";
    }

    private sealed record Content
    {
        public static Content Empty { get; } = new();

        public ImmutableArray<DiagnosticLocation> Spans { get; init; } = [];

        public DiagnosticSeverity Severity { get; init; }

        public DiagnosticOptions Options { get; init; }

        public string Id { get; init; } = "";

        public string? Message { get; init; }

        public bool IgnoreMessage { get; init; }

        public LocalizableString? MessageFormat { get; init; }

        public object?[]? MessageArguments { get; init; }

        public bool? IsSuppressed { get; init; }
    }
}
