namespace ZonedSdk.Generators.Backends.Parsing;

/// <summary>The runtime's ZoneCommand, number by number.</summary>
internal enum CommandId
{
    Read = 0,
    Write = 1,
    Append = 2,
    Flush = 3,
    Report = 4,
    Open = 5,
    Close = 6,
    Finish = 7,
    Reset = 8,
}

/// <summary>The runtime's Emulation, number by number.</summary>
internal enum EmulationId
{
    None = 0,
    WriteAtPointer = 1,
    Conditions = 2,
    Nothing = 3,
    Refuse = 4,
}
