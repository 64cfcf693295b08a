namespace ZonedSdk.Cli;

/// <summary>Whether the owner of a drive wants its data destroyed: said beforehand by the drive's identity, or whatever drive it is; otherwise asked for at the terminal.</summary>
/// <param name="IsGiven">Whatever drive it is.</param>
/// <param name="Identity">The drive that is meant; null = not said.</param>
internal sealed record Consent(bool IsGiven, string? Identity)
{
    /// <summary>For what destroys nothing.</summary>
    public static Consent NotNeeded { get; } = new(IsGiven: true, Identity: null);

    /// <summary>Makes sure of it.</summary>
    /// <param name="device">The drive.</param>
    /// <param name="what">What would be lost, to end a sentence.</param>
    /// <exception cref="ArgumentException">It is another drive, or nobody has agreed. Nothing was done.</exception>
    public void Require(ZonedDevice device, string what)
    {
        string identity = device.Identity.Value;
        if (Identity is { } meant)
        {
            if (!string.Equals(meant, identity, StringComparison.Ordinal))
            {
                throw new ArgumentException($"{device.Name} is '{identity}', and '{meant}' was meant. Nothing was done.");
            }
        }
        else if (!IsGiven && !IsGivenNow(device, what))
        {
            throw new ArgumentException($"{device.Name} would lose {what}. Say --identity '{identity}' to agree, or --yes. Nothing was done.");
        }
    }

    private static bool IsGivenNow(ZonedDevice device, string what)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            return false;
        }

        Console.Write($"{device.Name} ({device.Identity}) loses {what}. Type its identity to go on: ");
        return string.Equals(Console.ReadLine()?.Trim(), device.Identity.Value, StringComparison.Ordinal);
    }
}
