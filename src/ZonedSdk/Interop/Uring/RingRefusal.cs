namespace ZonedSdk.Interop.Uring;

/// <summary>Why there is no ring.</summary>
/// <param name="Errno">The system's error number.</param>
/// <param name="Why">In words, to go on a sentence: <c>the kernel has no io_uring (...)</c>.</param>
internal sealed record RingRefusal(int Errno, string Why)
{
    private const string Switch = "/proc/sys/kernel";

    /// <summary>What an error number of io_uring_setup means.</summary>
    /// <param name="errno">The number.</param>
    /// <param name="disabled">What the switch <c>kernel.io_uring_disabled</c> says; null where there is none.</param>
    public static RingRefusal Of(int errno, long? disabled) => new(errno, $"{WhyOf(errno, disabled)}: {Interop.Errno.Describe(errno)}");

    /// <inheritdoc cref="Of(int, long?)"/>
    public static RingRefusal Of(int errno) => Of(errno, KernelText.Number(Switch, "io_uring_disabled"));

    private static string WhyOf(int errno, long? disabled) => errno switch
    {
        Interop.Errno.NoSystemCall => "the kernel has no io_uring (it needs CONFIG_IO_URING)",
        Interop.Errno.NotPermitted or Interop.Errno.Access => disabled switch
        {
            2 => "io_uring is switched off here (kernel.io_uring_disabled is 2)",
            1 => "only the group in kernel.io_uring_group and processes with CAP_SYS_ADMIN may use io_uring here (kernel.io_uring_disabled is 1)",
            _ => "a filter of system calls forbids io_uring, as containers have one (seccomp)",
        },
        Interop.Errno.NoMemory => "io_uring may lock no more memory (before Linux 5.12 it counts against RLIMIT_MEMLOCK: raise it by ulimit -l)",
        Interop.Errno.Invalid or Interop.Errno.NotSupported => "the kernel is too old for what is asked of its io_uring (5.10 for transfers, 5.19 for commands to drivers)",
        Interop.Errno.TooManyFiles or Interop.Errno.FileTableFull => "there is no file descriptor left for io_uring (ulimit -n)",
        _ => "io_uring cannot be had",
    };
}
