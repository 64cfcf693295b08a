using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Ownership;
using ZonedSdk.Analyzers.Protocol;

namespace ZonedSdk.Analyzers.Flow;

/// <summary>What all bodies of one compilation share: its lock types, its annotations, and which of its files are looked at.</summary>
internal sealed class SdkContext
{
    private SdkContext(Compilation compilation, AnalyzerOptions options)
    {
        Compilation = compilation;
        LockTypes = new LockTypes(compilation);
        Contracts = new ContractReader(new GatePathResolver(LockTypes));
        Calls = new LockCallReader(LockTypes, Contracts);
        Owned = new OwnedTypes(LockTypes, Contracts);
        ImmediateCalls = new ImmediateCalls(Contracts);
        Callees = new CalleeReader(this);
        AnalyzesGenerated = options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.ZonedSdkAnalyzeGenerated", out string? value)
            && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
    }

    public Compilation Compilation { get; }

    public LockTypes LockTypes { get; }

    public ContractReader Contracts { get; }

    public LockCallReader Calls { get; }

    public OwnedTypes Owned { get; }

    public ImmediateCalls ImmediateCalls { get; }

    public CalleeReader Callees { get; }

    /// <summary>Whether files marked as generated are looked at, by the build property <c>ZonedSdkAnalyzeGenerated</c>.</summary>
    public bool AnalyzesGenerated { get; }

    /// <summary>Null where the SDK's annotations do not exist: nothing can be annotated then.</summary>
    public static SdkContext? TryCreate(Compilation compilation, AnalyzerOptions options)
    {
        ImmutableArray<INamedTypeSymbol> types = compilation.GetTypesByMetadataName($"{AnnotationNames.Namespace}.{AnnotationNames.GuardedBy}");
        return types.IsEmpty ? null : new SdkContext(compilation, options);
    }

    /// <summary>Whether anything in a body can matter to a rule: most bodies touch no gate and nothing annotated, and need no graph.</summary>
    public bool IsWorthAnalysing(IMethodSymbol? method, IOperation body) =>
        !Contracts.Of(method).IsEmpty || method?.Parameters.Any(p => Owned.IsOwned(p.Type)) == true || body.DescendantsAndSelf().Any(IsOfInterest);

    private bool IsOfInterest(IOperation operation)
    {
        ISymbol? member = operation switch
        {
            IMemberReferenceOperation reference => reference.Member,
            IInvocationOperation call => call.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            ILockOperation => LockTypes.Monitor,
            ILocalFunctionOperation local => local.Symbol,
            _ => null,
        };
        return member switch
        {
            null => false,
            INamedTypeSymbol => true,
            IMethodSymbol method => !Contracts.Of(method).IsEmpty || Calls.IsFrameworkLock(method.ContainingType)
                || Owned.IsOwned(method.ContainingType) || Owned.OwnedIn(method.ReturnType) is not null || method.Parameters.Any(p => Owned.IsOwned(p.Type)),
            _ => !Contracts.Of(member).IsEmpty,
        };
    }
}
