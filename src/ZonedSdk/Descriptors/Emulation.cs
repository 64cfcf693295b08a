namespace ZonedSdk.Descriptors;

/// <summary>What stands in for a command that a drive has not.</summary>
public enum Emulation
{
    /// <summary>Not said; no row has it.</summary>
    None = 0,

    /// <summary>An append is a write at the zone's write pointer, which the runtime assigns. For <see cref="ZoneCommand.Append"/>; needs <see cref="ZoneCommand.Write"/>.</summary>
    WriteAtPointer = 1,

    /// <summary>The adapter keeps conditions, write pointers and limits of the zones itself, over a medium that only reads, writes and forgets. For <see cref="ZoneCommand.Open"/>, <see cref="ZoneCommand.Close"/>, <see cref="ZoneCommand.Finish"/> and <see cref="ZoneCommand.Report"/>, all four or none; needs <see cref="ZoneCommand.Read"/>, <see cref="ZoneCommand.Write"/> and <see cref="ZoneCommand.Reset"/>.</summary>
    Conditions = 2,

    /// <summary>There is nothing to do, so it ends well: a flush of a drive that has no volatile cache. For <see cref="ZoneCommand.Flush"/>.</summary>
    Nothing = 3,

    /// <summary>The command ends as <see cref="ZoneError.NotSupported"/>. For <see cref="ZoneCommand.Open"/>, <see cref="ZoneCommand.Close"/> and <see cref="ZoneCommand.Finish"/>.</summary>
    Refuse = 4,
}
