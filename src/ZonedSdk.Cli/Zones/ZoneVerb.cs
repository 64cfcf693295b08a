namespace ZonedSdk.Cli;

/// <summary>What is done to zones.</summary>
internal enum ZoneVerb
{
    Close,
    Finish,
    Reset,
}
