using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ZonedSdk.Analyzers.Flow;

namespace ZonedSdk.Analyzers.Rules;

/// <summary>ZSDK4004: a member that requires a gate is called without it, or escapes to where nobody knows of it.</summary>
internal sealed class RequiredGateRule : Rule
{
    public const string Id = "ZSDK4004";

    public static readonly DiagnosticDescriptor Diagnosed = new(
        Id,
        "A member is used without the gate that it requires",
        "'{0}' requires '{1}'{2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The caller of a RequiresLock member holds its gate. A delegate of such a member can be called where the gate is not held.",
        helpLinkUri: HelpOf(Id));

    public override DiagnosticDescriptor Descriptor => Diagnosed;

    public override void CheckBody(BodyAnalysis analysis, Reporter reporter)
    {
        foreach (FlowBody body in analysis.Bodies)
        {
            foreach (FlowPoint point in body.Points)
            {
                if (point.Operation is IMethodReferenceOperation or IFlowAnonymousFunctionOperation)
                {
                    CheckEscape(analysis.Sdk, body, point, reporter);
                }
                else if (CalledBy(point.Operation) is { } called)
                {
                    CheckCall(analysis.Sdk, body, point, called, reporter);
                }
            }
        }
    }

    public override void CheckSymbol(ISymbol symbol, SdkContext sdk, Reporter reporter)
    {
        if (symbol is not IMethodSymbol { OverriddenMethod: { } overridden } method)
        {
            return;
        }

        ImmutableArray<GatePath> known = sdk.Contracts.Of(overridden).Requires;
        foreach (GatePath path in sdk.Contracts.Of(method).Requires)
        {
            if (path.IsUsable && !known.Any(k => SymbolEqualityComparer.Default.Equals(k.Gate, path.Gate)) && method.Locations.FirstOrDefault() is { } location)
            {
                reporter.Report(Diagnosed, location, null, path, method.Name, path.Text, $", but '{overridden.ContainingType.Name}.{overridden.Name}', which it overrides, does not");
            }
        }
    }

    private static ISymbol? CalledBy(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: IParameterReferenceOperation parameter } => parameter.Parameter,
        IInvocationOperation call => call.TargetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        IPropertyReferenceOperation property => property.Property,
        IBinaryOperation binary => binary.OperatorMethod,
        _ => null,
    };

    private static void CheckCall(SdkContext sdk, FlowBody body, FlowPoint point, ISymbol called, Reporter reporter)
    {
        bool isPrivate = called is not IParameterSymbol && GuardedAccess.IsPrivateToBody(body, point, called);
        foreach (GatePath path in RequiredBy(sdk, called, point).Where(p => !isPrivate || p.Root != GatePathRoot.Instance))
        {
            AccessPath gate = called is IParameterSymbol ? body.GateInside(path) : body.GateAt(point, path);
            GateCheck check = GateCheck.Of(point.State, gate, LockMode.Exclusive);
            string? how = check.Verdict switch
            {
                GateVerdict.NotHeld => ", which is not held here",
                GateVerdict.ReadOnly => ", which is held for reading only",
                GateVerdict.SomePaths => ", which is held on some of the paths to here only",
                GateVerdict.OtherInstance => $", but '{GateNames.Of(check.Near!)}' is held: the same gate of another instance",
                _ => null,
            };
            if (how is not null)
            {
                ImmutableDictionary<string, string?> hints = FixHints.ForGate(sdk, point, path, gate, LockMode.Exclusive, check);
                reporter.Report(Diagnosed, point.Operation.Syntax.GetLocation(), hints, check.Site, path, called.Name, GateNames.Of(point, path), how);
            }
        }
    }

    private static IEnumerable<GatePath> RequiredBy(SdkContext sdk, ISymbol called, FlowPoint point)
    {
        Contract contract = sdk.Contracts.Of(called);
        IEnumerable<GatePath> paths = contract.Requires;
        if (called is IPropertySymbol property)
        {
            paths = paths
                .Concat((point.Touch & Touch.Read) != 0 ? sdk.Contracts.Of(property.GetMethod).Requires : [])
                .Concat((point.Touch & Touch.Write) != 0 ? sdk.Contracts.Of(property.SetMethod).Requires : []);
        }
        else if (called is IMethodSymbol method)
        {
            paths = paths.Concat(method.Parameters.Where(static p => p.Type.TypeKind != TypeKind.Delegate).SelectMany(p => sdk.Contracts.Of(p).Requires));
        }

        return paths.Where(static p => p.IsUsable).Distinct();
    }

    // A method or lambda that becomes a delegate takes no contract along.
    private static void CheckEscape(SdkContext sdk, FlowBody body, FlowPoint point, Reporter reporter)
    {
        IMethodSymbol method = point.Operation is IMethodReferenceOperation reference ? reference.Method : ((IFlowAnonymousFunctionOperation)point.Operation).Symbol;
        IParameterSymbol? parameter = ParameterOf(point.Operation);
        bool isPromised = parameter is not null && !sdk.Contracts.Of(parameter).Requires.IsEmpty;
        foreach (GatePath path in sdk.Contracts.Of(method).Requires.Where(static p => p.IsUsable))
        {
            bool runsHere = sdk.ImmediateCalls.RunsImmediately(parameter);
            bool isHeld = runsHere && path.Root != GatePathRoot.Parameter
                && GateCheck.Of(point.State, body.GateAt(point, path), LockMode.Exclusive).Verdict is GateVerdict.Held or GateVerdict.Unknown;
            if (!isPromised && !isHeld)
            {
                string how = runsHere ? ", which is not held here" : ": as a delegate it can be called without";
                string name = method.MethodKind == MethodKind.AnonymousFunction ? "The lambda" : method.Name;
                reporter.Report(Diagnosed, point.Operation.Syntax.GetLocation(), null, path, name, GateNames.Of(point, path), how);
            }
        }
    }

    private static IParameterSymbol? ParameterOf(IOperation operation)
    {
        for (IOperation? o = operation.Parent; o is IDelegateCreationOperation or IConversionOperation or IArgumentOperation; o = o.Parent)
        {
            if (o is IArgumentOperation argument)
            {
                return argument.Parameter;
            }
        }

        return null;
    }
}
