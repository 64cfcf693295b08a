namespace ZonedSdk.TestSupport;

/// <summary>
/// A fact that needs something of its machine: a program on the path (<c>strace</c>) or a file (<c>/dev/kvm</c>).
/// Where that is missing it is skipped with the reason "Needs ...", which <c>.ci/run</c> checks against the machine.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFactAttribute : FactAttribute
{
    /// <summary>Names what the test needs.</summary>
    public NeedsFactAttribute(string need)
    {
        Need = need;
        if (!IsMet(need))
        {
            Skip = $"Needs {need}";
        }
    }

    /// <summary>A program's name, or an absolute path.</summary>
    public string Need { get; }

    /// <summary>Whether this machine has it.</summary>
    public static bool IsMet(string need) => Path.IsPathRooted(need)
        ? Path.Exists(need)
        : (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, need)));
}
