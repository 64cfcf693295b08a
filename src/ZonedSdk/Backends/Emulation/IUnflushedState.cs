namespace ZonedSdk.Backends.Emulation;

/// <summary>A metadata store that can say at any time how far a zone is durable. What loses unflushed data on purpose needs to know.</summary>
internal interface IUnflushedState
{
    /// <summary>The zone's durable data end.</summary>
    long DurableEndBytes(int zone);
}
