namespace ZonedSdk.PackageTests.Harness;

/// <summary>The tests that share one packed SDK.</summary>
[CollectionDefinition(Name)]
public sealed class PackedSdkGroup : ICollectionFixture<PackedSdk>
{
    /// <summary>The group's name.</summary>
    public const string Name = "Packed SDK";
}
