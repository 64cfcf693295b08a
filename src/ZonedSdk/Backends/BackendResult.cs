using System.Diagnostics.CodeAnalysis;

namespace ZonedSdk.Backends;

/// <summary>How a command ended at the drive.</summary>
/// <param name="Error">What went wrong; <see cref="ZoneError.None"/> on success.</param>
/// <param name="BytesTransferred">For reads and writes: bytes known to be transferred from the command's start. Fewer than asked without an error is a short transfer.</param>
/// <param name="Errno">The system's error number, 0 where there is none; of an NVMe drive past the block layer 8000h and the status without its flags.</param>
[SuppressMessage("Naming", "CA1716", Justification = "Error is the field's word, and C# the language of this API.")]
public readonly record struct BackendResult(ZoneError Error, long BytesTransferred = 0, int Errno = 0)
{
    /// <summary>True when the command ended without an error.</summary>
    public bool IsSuccess => Error == ZoneError.None;

    /// <summary>A command that went well.</summary>
    /// <param name="bytesTransferred">Bytes read or written; 0 for commands that transfer none.</param>
    public static BackendResult Success(long bytesTransferred = 0) => new(ZoneError.None, bytesTransferred);

    /// <summary>A command that failed.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="errno">The system's error number, 0 where there is none.</param>
    /// <param name="bytesTransferred">Bytes known to be transferred from the command's start; 0 when the drive gives no count.</param>
    public static BackendResult Failure(ZoneError error, int errno = 0, long bytesTransferred = 0) => new(error, bytesTransferred, errno);
}
