namespace ZonedSdk.Analyzers.Tests.Support;

/// <summary>What the .NET SDK adds to a project by itself.</summary>
internal static class ImplicitUsings
{
    public const string Source = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;
}
