namespace ZonedSdk.Testing;

/// <summary>The first line in which two devices answered a case differently.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Line">Index of the line, from 0.</param>
/// <param name="First">The line of the first device; empty where its trace had ended.</param>
/// <param name="Second">The line of the second device; empty where its trace had ended.</param>
public sealed record TraceDifference(string Case, int Line, string First, string Second);
