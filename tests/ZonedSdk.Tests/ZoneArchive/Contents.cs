using ZoneArchive;

namespace ZonedSdk.Tests.Samples;

/// <summary>What the archive holds against the file that it came from.</summary>
internal static class Contents
{
    public static async Task AssertEqualAsync(ExtentReader reader, ArchiveEntry entry, string original)
    {
        if (entry.Kind != EntryKind.File)
        {
            return;
        }

        byte[] expected = await File.ReadAllBytesAsync(original);
        Assert.Equal(expected.Length, entry.LengthBytes);
        for (int index = 0; index < entry.Extents.Length; index++)
        {
            ReadOnlyMemory<byte> payload = await reader.ReadAsync(entry, index, CancellationToken.None);
            Assert.True(payload.Span.SequenceEqual(expected.AsSpan((int)entry.Extents[index].FileOffset, payload.Length)), $"{entry.Name}: extent {index} differs");
        }
    }
}
