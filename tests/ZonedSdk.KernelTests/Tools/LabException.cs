namespace ZonedSdk.KernelTests.Tools;

/// <summary>The lab could not make or change a device: says what was tried, and what the kernel said.</summary>
internal sealed class LabException(string message, Exception? innerException = null) : Exception(message, innerException);
