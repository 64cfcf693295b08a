namespace ZonedSdk.KernelTests.Tools;

/// <summary>Files of sysfs and configfs: one value each, and the kernel may refuse it.</summary>
internal static class KernelFile
{
    public static string Read(string path) => File.ReadAllText(path).TrimEnd();

    /// <summary>Writes a value.</summary>
    /// <exception cref="LabException">The kernel did not take it; the message has its words.</exception>
    public static void Write(string path, string value)
    {
        using KernelWords words = KernelWords.Listen();
        try
        {
            File.WriteAllText(path, value);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new LabException($"{path} did not take '{value}': {refusal.Message}{words.Heard()}", refusal);
        }
    }

    /// <summary>Makes a folder of configfs: an object of the kernel.</summary>
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            throw new LabException($"{path} exists already: a device of that name was not removed.");
        }

        Directory.CreateDirectory(path);
    }

    /// <summary>Waits for what the kernel does in its own time, such as the node of a disk that it scans.</summary>
    /// <exception cref="LabException">It did not come within a minute.</exception>
    public static T WaitFor<T>(Func<T?> find, string what)
        where T : class
    {
        T? found = null;
        return SpinWait.SpinUntil(() => (found = find()) is not null, TimeSpan.FromSeconds(60))
            ? found!
            : throw new LabException($"{what} did not appear within 60 s.{KernelLog.OfThisTest()}");
    }
}
