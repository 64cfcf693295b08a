namespace ZonedSdk.Tests.Image;

/// <summary>As <see cref="RingImageFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RingImageTheoryAttribute : TheoryAttribute
{
    public RingImageTheoryAttribute() => Skip = new RingImageFactAttribute().Skip;
}
