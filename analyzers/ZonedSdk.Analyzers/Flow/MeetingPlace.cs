namespace ZonedSdk.Analyzers.Flow;

/// <summary>A place where paths meet, as states need to know it.</summary>
/// <param name="Block">The number of its block, after which a value is named that is not the same on all paths.</param>
/// <param name="Shape">What is known of the graph; null where the paths are not of one graph: callers of a local function.</param>
internal readonly record struct MeetingPlace(int Block, BodyShape? Shape)
{
    /// <summary>Where the callers of a local function meet: before all blocks.</summary>
    public static readonly MeetingPlace Callers = new(-1, null);

    public bool IsInLoop => Shape?.IsInLoop(Block) == true;

    public bool IsInScope(AccessRoot variable) => Shape?.IsInScope(variable, Block) != false;
}
