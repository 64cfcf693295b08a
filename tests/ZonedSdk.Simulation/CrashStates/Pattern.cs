using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ZonedSdk.TestSupport.Image;

namespace ZonedSdk.Simulation.CrashStates;

/// <summary>Bytes that say which zone, incarnation and offset they were written for; none of them is zero.</summary>
internal static class Pattern
{
    private static readonly ConcurrentDictionary<(int Zone, uint Incarnation, long Page), byte[]> s_pages = new();

    public static void Fill(int zone, uint incarnation, long offset, Span<byte> data)
    {
        for (int start = 0; start < data.Length;)
        {
            int inPage = (int)((offset + start) % PageImage.PageBytes);
            int count = Math.Min(PageImage.PageBytes - inPage, data.Length - start);
            PageOf(zone, incarnation, (offset + start) / PageImage.PageBytes).AsSpan(inPage, count).CopyTo(data[start..]);
            start += count;
        }
    }

    /// <summary>The page of a zone as it must read when it was written whole.</summary>
    public static byte[] PageOf(int zone, uint incarnation, long page) =>
        s_pages.GetOrAdd((zone, incarnation, page), static key =>
        {
            byte[] bytes = new byte[PageImage.PageBytes];
            Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan());
            ulong seed = ((ulong)key.Zone << 48) ^ ((ulong)key.Incarnation << 32) ^ ((ulong)key.Page << 16);
            for (int index = 0; index < words.Length; index++)
            {
                words[index] = ((seed + (ulong)index + 1) * 0x9E37_79B9_7F4A_7C15) | 0x0101_0101_0101_0101;
            }

            return bytes;
        });
}
