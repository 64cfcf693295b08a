namespace FaultLab;

/// <summary>No zone takes entries any more.</summary>
public sealed class LedgerFullException(string message, Exception reason) : Exception(message, reason);
