using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<ISymbol, bool> _interesting = new(SymbolEqualityComparer.Default);

    private SdkContext(Compilation compilation, AnalyzerOptions options, ImmutableArray<INamedTypeSymbol> annotations)
    {
        Compilation = compilation;
        LockTypes = new LockTypes(compilation);
        Contracts = new ContractReader(new GatePathResolver(LockTypes), AnnotatedAssemblies(compilation, annotations));
        Calls = new LockCallReader(LockTypes, Contracts);
        Owned = new OwnedTypes(LockTypes, Contracts);
        ImmediateCalls = new ImmediateCalls(Contracts);
        Callees = new CalleeReader(this);
        AnalyzesGenerated = IsSet(options, "ZonedSdkAnalyzeGenerated");
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

    /// <summary>Null where the SDK's annotations do not exist, for nothing can be annotated then; and where a project wants no analysis.</summary>
    public static SdkContext? TryCreate(Compilation compilation, AnalyzerOptions options)
    {
        if (IsSet(options, "DisableZonedSdkAnalyzers"))
        {
            return null;
        }

        ImmutableArray<INamedTypeSymbol> types = compilation.GetTypesByMetadataName($"{AnnotationNames.Namespace}.{AnnotationNames.GuardedBy}");
        return types.IsEmpty ? null : new SdkContext(compilation, options, types);
    }

    /// <summary>Whether anything in a body can matter to a rule: most bodies touch no gate and nothing annotated, and need no graph.</summary>
    public bool IsWorthAnalysing(IMethodSymbol? method, IOperation body) =>
        !Contracts.Of(method).IsEmpty || method?.Parameters.Any(p => Owned.IsOwned(p.Type)) == true || MentionsAnythingOfInterest(body);

    // Every operation of every body comes by here, so nothing is made for it; and not by recursion, for an expression may be as deep as it likes.
    private bool MentionsAnythingOfInterest(IOperation body)
    {
        var open = new Stack<IOperation>();
        open.Push(body);
        while (open.Count > 0)
        {
            IOperation operation = open.Pop();
            if (MemberIn(operation) is { } member && (member is INamedTypeSymbol || IsKnownOfInterest(member)))
            {
                return true;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                open.Push(child);
            }
        }

        return false;
    }

    private ISymbol? MemberIn(IOperation operation) => operation.Kind switch
    {
        OperationKind.FieldReference or OperationKind.PropertyReference or OperationKind.EventReference or OperationKind.MethodReference => ((IMemberReferenceOperation)operation).Member,
        OperationKind.Invocation => ((IInvocationOperation)operation).TargetMethod,
        OperationKind.ObjectCreation => ((IObjectCreationOperation)operation).Constructor,
        OperationKind.Binary => ((IBinaryOperation)operation).OperatorMethod,
        OperationKind.AnonymousFunction => ((IAnonymousFunctionOperation)operation).Symbol,
        OperationKind.LocalFunction => ((ILocalFunctionOperation)operation).Symbol,
        OperationKind.Lock => LockTypes.Monitor,
        _ => null,
    };

    private bool IsKnownOfInterest(ISymbol member) => _interesting.TryGetValue(member, out bool isKnown) ? isKnown : _interesting.GetOrAdd(member, IsOfInterest);

    private bool IsOfInterest(ISymbol member) => member is IMethodSymbol method
        ? !Contracts.Of(method).IsEmpty || Calls.IsFrameworkLock(method.ContainingType)
            || Owned.IsOwned(method.ContainingType) || Owned.OwnedIn(method.ReturnType) is not null || method.Parameters.Any(p => Owned.IsOwned(p.Type))
        : !Contracts.Of(member).IsEmpty;

    // Who declares annotations, who refers to one who does, and so on: contracts are inherited across assemblies.
    private static HashSet<ISymbol> AnnotatedAssemblies(Compilation compilation, ImmutableArray<INamedTypeSymbol> annotations)
    {
        var found = new HashSet<ISymbol>(annotations.Select(static t => t.ContainingAssembly), SymbolEqualityComparer.Default);
        var names = new HashSet<string>(annotations.Select(static t => t.ContainingAssembly.Identity.Name), StringComparer.Ordinal);
        IAssemblySymbol[] all = compilation.SourceModule.ReferencedAssemblySymbols.Add(compilation.Assembly).ToArray();
        bool isGrowing = true;
        while (isGrowing)
        {
            isGrowing = false;
            foreach (IAssemblySymbol assembly in all.Where(a => !found.Contains(a) && a.Modules.Any(m => m.ReferencedAssemblies.Any(r => names.Contains(r.Name)))))
            {
                isGrowing = found.Add(assembly) | names.Add(assembly.Identity.Name);
            }
        }

        return found;
    }

    private static bool IsSet(AnalyzerOptions options, string buildProperty) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue($"build_property.{buildProperty}", out string? value)
        && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
