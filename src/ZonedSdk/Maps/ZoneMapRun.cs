namespace ZonedSdk.Maps;

/// <summary>Some characters of one tone; see <see cref="ZoneMap.ToRuns"/>.</summary>
/// <param name="Text">The characters; no line end and no control character is among them.</param>
/// <param name="Tone">What they speak of.</param>
public readonly record struct ZoneMapRun(string Text, ZoneMapTone Tone);
