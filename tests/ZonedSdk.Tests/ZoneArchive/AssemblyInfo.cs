using System.Runtime.Versioning;

// ZoneArchive stores Unix modes and links, and its images need Linux.
[assembly: SupportedOSPlatform("linux")]
