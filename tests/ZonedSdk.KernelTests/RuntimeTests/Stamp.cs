namespace ZonedSdk.KernelTests.RuntimeTests;

/// <summary>Bytes that tell which write they came from.</summary>
internal static class Stamp
{
    private const int PageBytes = 4096;

    public static byte[] Pages(int count, int seed)
    {
        byte[] bytes = new byte[count * PageBytes];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
