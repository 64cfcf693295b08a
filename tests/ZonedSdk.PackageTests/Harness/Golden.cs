namespace ZonedSdk.PackageTests.Harness;

/// <summary>Texts that somebody has read and approved. <c>ZONEDSDK_UPDATE_GOLDENS=1</c> writes them anew.</summary>
internal static class Golden
{
    private const string UpdateVariable = "ZONEDSDK_UPDATE_GOLDENS";

    /// <summary>Compares with the text in a file.</summary>
    public static void Check(string path, string text)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"{path} is not there. {UpdateVariable}=1 writes it.");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
