using ZonedSdk.Interop;
using ZonedSdk.Interop.Uring;
using ZonedSdk.TestSupport;

namespace ZonedSdk.Tests.Rings;

/// <summary>A fact that needs io_uring of its machine, and perhaps a program. What the machine has is asked by the bare system call, not by what is tested.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RingFactAttribute : FactAttribute
{
    public RingFactAttribute(string? program = null)
    {
        Skip = !IsThere ? "Needs io_uring" : program is not null && !NeedsFactAttribute.IsMet(program) ? $"Needs {program}" : null;
    }

    public static bool IsThere { get; } = Ask();

    private static bool Ask()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        RingParameters parameters = default;
        int errno = RingCalls.Setup(1, ref parameters, out FileDescriptor? ring);
        ring?.Dispose();
        return errno == 0;
    }
}
