namespace ZoneArchive;

/// <summary>Where a log zone stands in the catalog log.</summary>
/// <param name="Generation">Which writing of the catalog it is part of; 0 = none.</param>
/// <param name="Copy">Which of the generation's copies, from 0.</param>
/// <param name="Copies">How many copies the generation has.</param>
/// <param name="Index">The place within the copy, from 0.</param>
internal readonly record struct LogPlace(ulong Generation, byte Copy, byte Copies, int Index);
