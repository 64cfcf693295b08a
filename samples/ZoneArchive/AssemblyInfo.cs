using System.Runtime.Versioning;

// Images need Linux, and so do the Unix modes and links of what is stored.
[assembly: SupportedOSPlatform("linux")]
