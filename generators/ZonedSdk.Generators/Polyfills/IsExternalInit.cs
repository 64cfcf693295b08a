namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks of a framework that is to have <c>init</c> accessors and records; netstandard2.0 is older than both.</summary>
internal static class IsExternalInit;
