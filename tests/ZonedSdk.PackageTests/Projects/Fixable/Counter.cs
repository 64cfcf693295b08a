using ZonedSdk.Annotations;

namespace Fixable;

public sealed class Counter
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private long _count;

    public void Add()
    {
        _count++;
    }

    public void Clear()
    {
        _count = 0;
    }
}
