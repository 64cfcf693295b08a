using System.Globalization;
using System.Runtime.Versioning;

namespace ZonedSdk.Interop;

/// <summary>Whose a file is, in words for somebody who may not use it.</summary>
[SupportedOSPlatform("linux")]
internal static class FilePermissions
{
    private const int Read = 4;
    private const int Write = 2;

    /// <summary>Group and permissions of what stands at a path, and which of them somebody lacks who may not read it, or not read and write it: a part of a sentence, and how to get the right.</summary>
    public static string Describe(string path, bool toWrite)
    {
        int errno = Libc.Represented(path, out _, out uint group, out int permissions);
        if (errno != 0)
        {
            return $"its permissions cannot be read ({Errno.Describe(errno)}). Be allowed to search the folders on the way to it, or run with CAP_DAC_OVERRIDE";
        }

        int needed = toWrite ? Read | Write : Read;
        string owner = $"it belongs to the group {GroupName(group)} with permissions {Convert.ToString(permissions, 8)}";
        return ((permissions >> 3) & needed) == needed
            ? $"{owner}. Join that group, or run with CAP_DAC_OVERRIDE"
            : $"{owner}, by which the group may not either. Let it (chmod g+{(toWrite ? "rw" : "r")} {path}, or a rule of udev) and join it, or run with CAP_DAC_OVERRIDE";
    }

    private static string GroupName(uint group)
    {
        string number = group.ToString(CultureInfo.InvariantCulture);
        foreach (string line in KernelText.Lines("/etc/group"))
        {
            string[] fields = line.Split(':');
            if (fields.Length > 2 && string.Equals(fields[2], number, StringComparison.Ordinal))
            {
                return fields[0];
            }
        }

        return number;
    }
}
