using System.Globalization;
using System.Runtime.Versioning;

namespace ZonedSdk.Interop;

/// <summary>Whose a file is, in words for somebody who may not use it.</summary>
[SupportedOSPlatform("linux")]
internal static class FilePermissions
{
    /// <summary>Group and permissions of what stands at a path.</summary>
    public static string Describe(string path)
    {
        int errno = Libc.Represented(path, out _, out uint group, out int permissions);
        return errno == 0
            ? $"it belongs to the group {GroupName(group)} with permissions {Convert.ToString(permissions, 8)}"
            : $"its permissions cannot be read ({Errno.Describe(errno)})";
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
