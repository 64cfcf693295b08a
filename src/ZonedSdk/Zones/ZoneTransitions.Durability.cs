namespace ZonedSdk.Zones;

/// <content>Durability: what a flush covers is fixed when it starts, and checked when it ends.</content>
internal static partial class ZoneTransitions
{
    /// <summary>A flush ended well. It covers nothing of a later life of the zone, and nothing that was lost and written again while it ran.</summary>
    /// <returns>False when what the flush covered is gone.</returns>
    public static bool CompleteFlush(ref ZoneState s, in FlushTarget target)
    {
        if (s.Incarnation != target.Incarnation || s.Rewinds != target.Rewinds)
        {
            return false;
        }

        s.Durable = Math.Max(s.Durable, Math.Min(target.Acknowledged, s.Acknowledged));
        return true;
    }
}
