using System.Globalization;

namespace ZonedSdk.TestSupport;

/// <summary>
/// How long the campaigns run: the brief form is part of every <c>dotnet test</c>, the full form is chosen by
/// <c>ZONEDSDK_CAMPAIGN=full</c>, as <c>.ci/run</c> does.
/// </summary>
internal static class Campaign
{
    /// <summary>The environment variable that chooses the form.</summary>
    public const string VariableName = "ZONEDSDK_CAMPAIGN";

    /// <summary>Whether the full form is asked for.</summary>
    public static bool IsFull { get; } = ParseIsFull(Environment.GetEnvironmentVariable(VariableName));

    /// <summary>The number of seeds, kills or states of a campaign in the form that was asked for.</summary>
    public static T Pick<T>(T brief, T full) => IsFull ? full : brief;

    /// <summary>Reads the variable; a value that is neither form is a typing error that must not pass as the brief form.</summary>
    public static bool ParseIsFull(string? value) => value switch
    {
        null or "" or "brief" => false,
        "full" => true,
        _ => throw new FormatException(string.Create(
            CultureInfo.InvariantCulture, $"{VariableName} is '{value}'; it takes 'brief' or 'full'.")),
    };
}
