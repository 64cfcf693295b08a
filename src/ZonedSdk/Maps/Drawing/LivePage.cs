namespace ZonedSdk.Maps.Drawing;

/// <summary>What a page needs to know to stay up to date.</summary>
/// <param name="Source">The address of the snapshots, relative to the page's.</param>
/// <param name="Interval">How often it asks.</param>
/// <param name="Page">Differs where the page itself would differ: another drive, other cells, another script.</param>
internal sealed record LivePage(string Source, TimeSpan Interval, string Page);
