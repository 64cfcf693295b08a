using Microsoft.CodeAnalysis;

namespace ZonedSdk.Generators.Parsing;

/// <summary>What the generator reports. Ids are never reused; each has a page under analyzers/rules.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor LanguageTooOld = Create("ZSDK1000", "The language version is too old for the generator", "The ZonedSdk source generator writes partial properties, which need C# 13; this project compiles as C# {0}; set <LangVersion>13</LangVersion> or later");
    public static readonly DiagnosticDescriptor NotExtensible = Create("ZSDK1001", "No members can be added to the type", "Nothing is generated for '{0}': {1}");

    public static readonly DiagnosticDescriptor NotPowerOfTwo = Create("ZSDK1002", "A zone size that Linux does not take", "The zone size of '{0}' is {1} bytes, and Linux takes zones of a power of two only; the next ones are {2} and {3}; write Target = VolumeTarget.Emulated for a volume that never sees a block device");
    public static readonly DiagnosticDescriptor NotInBlocks = Create("ZSDK1003", "A size that is not in whole blocks", "{0} of '{1}' is {2} bytes; {3}");
    public static readonly DiagnosticDescriptor CapacityAboveSize = Create("ZSDK1004", "A zone capacity above the zone size", "The zone capacity of '{0}' is {1} bytes, {2} more than the zone size of {3} bytes; lower the capacity or correct the size");
    public static readonly DiagnosticDescriptor RegionsOverlap = Create("ZSDK1005", "Two regions have the same zones", "Region {0} of '{1}' {2}");
    public static readonly DiagnosticDescriptor ZonesUncovered = Create("ZSDK1006", "Zones that no region has, or regions without zones", "'{0}' has {1} zones, and {2}");
    public static readonly DiagnosticDescriptor VolumeNameTaken = Create("ZSDK1007", "A name that the generator needs", "'{0}' is the name of a member that is generated into '{1}'; choose another one");
    public static readonly DiagnosticDescriptor BudgetExceeded = Create("ZSDK1008", "More open zones than the drive has", "{0} of '{1}': {2}");
    public static readonly DiagnosticDescriptor AppendLimit = Create("ZSDK1009", "An append limit that no append meets", "The append limit of '{0}' is {1} bytes; {2}");
    public static readonly DiagnosticDescriptor RegionName = Create("ZSDK1010", "A region name that cannot be used", "The region name {0} in '{1}' {2}");
    public static readonly DiagnosticDescriptor OutOfRange = Create("ZSDK1011", "A figure beyond what can be counted", "{0} of '{1}' is {2}; {3}");
    public static readonly DiagnosticDescriptor WrongMode = Create("ZSDK1012", "A region that its zones do not allow", "Region {0} of '{1}' {2}");
    public static readonly DiagnosticDescriptor FigureMissing = Create("ZSDK1013", "A volume that is described too little, or twice", "'{0}' {1}");
    public static readonly DiagnosticDescriptor NoSuchFile = Create("ZSDK1014", "A descriptor file that is not there", "'{0}' takes its figures from {1}, {2}");
    public static readonly DiagnosticDescriptor BadFile = Create("ZSDK1015", "A descriptor file that cannot be read", "{0}");

    public static readonly DiagnosticDescriptor Overlap = Create("ZSDK2001", "Two fields own the same bytes", "{0} and {1} both own byte {2}; every byte is owned exactly once, so move one of them");
    public static readonly DiagnosticDescriptor NotOwned = Create("ZSDK2002", "Bits that nothing owns", "Nothing owns {1} of '{0}'; declare fields there, or Reserved and ReservedBits");
    public static readonly DiagnosticDescriptor PastTheEnd = Create("ZSDK2003", "A field past the end of its layout", "{0} takes {1}; {2}");
    public static readonly DiagnosticDescriptor EnumTooWide = Create("ZSDK2004", "An enum is wider than its field", "'{0}' has {1} bits, and '{2}' of its type '{3}' is {4}; widen the field or correct the enum");
    public static readonly DiagnosticDescriptor NoEndian = Create("ZSDK2005", "A layout without a byte order", "'{0}' does not say its byte order; add Endian.Little, Endian.Big or Endian.Host to BinaryLayout");
    public static readonly DiagnosticDescriptor NoUnit = Create("ZSDK2006", "An address or a length without a unit", "'{0}' {1}");
    public static readonly DiagnosticDescriptor LaterField = Create("ZSDK2008", "When refers to a later field", "'{0}' at byte {1} depends on '{2}' at byte {3}; a field depends on an earlier one only");
    public static readonly DiagnosticDescriptor OwnedTwice = Create("ZSDK2010", "A bit is owned twice", "{0} and {1} both own bit {2} of byte {3}; every bit is owned exactly once, so move one of them");
    public static readonly DiagnosticDescriptor NotAField = Create("ZSDK2011", "A member that cannot be a field", "'{0}' cannot be a field: {1}");
    public static readonly DiagnosticDescriptor NameTaken = Create("ZSDK2012", "A name that the generator needs", "'{0}' is the name of a member that is generated into '{1}'; choose another one");
    public static readonly DiagnosticDescriptor NoSuchMember = Create("ZSDK2013", "A reference that leads nowhere", "'{0}' {1}");
    public static readonly DiagnosticDescriptor BeyondLimit = Create("ZSDK2014", "A layout beyond the limits", "'{0}' has {1}; {2} are allowed");

    public static readonly DiagnosticDescriptor NativeAndEmulated = Create("ZSDK3001", "A command that is native and emulated", "{0} is a command of '{1}', and emulated in it as well; keep one of the two rows");
    public static readonly DiagnosticDescriptor CommandMissing = Create("ZSDK3002", "A backend that is described too little", "'{0}' says nothing of {1}; a backend answers for every command, by Command, Report or Emulates");
    public static readonly DiagnosticDescriptor NoBase = Create("ZSDK3003", "An emulation without what it needs", "{0} of '{1}' is emulated by {2}, which needs {3}; {4}");
    public static readonly DiagnosticDescriptor MappedTwice = Create("ZSDK3004", "An error code that means two things", "Code {0} of '{1}' means {2} already; remove one of the two rows");
    public static readonly DiagnosticDescriptor LimitContradicts = Create("ZSDK3005", "A limit that contradicts itself", "The limits of '{0}': {1}");
    public static readonly DiagnosticDescriptor CoreMissing = Create("ZSDK3006", "A Core method that is missing or wrong", "{0} of '{1}' {2}");
    public static readonly DiagnosticDescriptor BackendNameTaken = Create("ZSDK3007", "A name that the generator needs", "'{0}' is the name of a member that is generated into '{1}'; choose another one");
    public static readonly DiagnosticDescriptor BadRow = Create("ZSDK3008", "A row that says nothing a drive could do", "{0} of '{1}' {2}");

    private static DiagnosticDescriptor Create(string id, string title, string message) =>
        new(id, title, message, "ZonedSdk.Descriptors", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: $"https://github.com/zonedsdk/zonedsdk/blob/main/analyzers/rules/{id}.md");
}
