namespace ZonedSdk.Analyzers.Flow;

/// <summary>What an operation does to the member or variable that it names.</summary>
[Flags]
internal enum Touch
{
    None = 0,
    Read = 1,
    Write = 2,
    ReadWrite = Read | Write,

    /// <summary>A reference, a pointer or an address of it is made: whoever has that can read and write.</summary>
    Address = 4,
}
