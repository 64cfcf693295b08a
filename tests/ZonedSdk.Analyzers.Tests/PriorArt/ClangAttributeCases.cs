namespace ZonedSdk.Analyzers.Tests.PriorArt;

/// <summary>Clang, clang/test/SemaCXX/warn-thread-safety-parsing.cpp: what an annotation may name. Where an attribute may stand at all, the C# compiler checks.</summary>
internal static class ClangAttributeCases
{
    public static readonly PriorCase[] All =
    [
        PriorCase.Types("gb_var_arg", 0, """class A { readonly object _mu = new(); [GuardedBy("_mu")] int _x; }"""),
        PriorCase.Types("gb_var_arg_1", 0, """class W { public readonly object Mu = new(); } class A { readonly W _w = new(); [GuardedBy("_w.Mu")] int _x; }"""),
        PriorCase.Types("gb_var_arg_2", 0, """class W { public readonly object Mu = new(); } class D { public readonly W W = new(); } class A { readonly D _d = new(); [GuardedBy("_d.W.Mu")] int _x; }"""),
        PriorCase.Types("gb_var_arg_3", 0, """class W { readonly object _mu = new(); [ReturnsLock("_mu")] public object Mu() => _mu; } class A { readonly W _w = new(); [GuardedBy("_w.Mu")] int _x; }"""),
        PriorCase.Types("gb_var_arg_7", 0, """class W { readonly object _mu = new(); public object Mu => _mu; } class D { public W Wrapper { get; } = new(); } class A { readonly D _d = new(); [GuardedBy("_d.Wrapper.Mu")] int _x; }"""),
        PriorCase.Types("gb_var_arg_bad_1", 1, """class A { readonly int _one = 1; [{|ZSDK4008:GuardedBy("_one")|}] int _x; }"""),
        PriorCase.Types("gb_var_arg_bad_2", 1, """class A { [{|ZSDK4008:GuardedBy("mu")|}] int _x; }"""),
        PriorCase.Types("gb_var_arg_bad_4", 1, """class Unlockable { } class A { readonly Unlockable _u = new(); [GuardedBy("_u")] int _x; }""", Why.AnyObject),
        PriorCase.Types("gb_non_ascii", 1, """class A { [{|ZSDK4008:GuardedBy("größe")|}] int _x; }"""),
        PriorCase.Types("Foo.needLock", 0, """class A { readonly object _mu = new(); [AcquiresLock("_mu")] void Need() => Monitor.Enter(_mu); }"""),
        PriorCase.Types("Foo2.needLock", 0, """class A { [AcquiresLock("_mu")] void Need() => Monitor.Enter(_mu); readonly object _mu = new(); }"""),
        PriorCase.Types("mu_ab", 0, """class A { [AcquiredBefore("_b")] readonly object _a = new(); readonly object _b = new(); }"""),
        PriorCase.Types("ab_var_arg_bad_1", 1, """class A { [{|ZSDK4008:AcquiredBefore("_b")|}] readonly object _a = new(); readonly int _b; }"""),
        PriorCase.Types("elr_function_bad_1", 1, """class A { readonly int _n; [{|ZSDK4008:RequiresLock("_n")|}] void M() { } }"""),
        PriorCase.Types("elf_function_bad_2", 1, """class A { [{|ZSDK4008:AcquiresLock("nothing")|}] void M() { } }"""),
        PriorCase.Types("elf_function_3", 0, """class W { readonly object _mu = new(); [ReturnsLock("_mu")] public object Mu() => _mu; } class A { readonly W _w = new(); [AcquiresLock("_w.Mu")] void M() => Monitor.Enter(_w.Mu()); }"""),
        PriorCase.Types("elf_function_9", 0, """class A { [AcquiresLock("a"), AcquiresLock("b")] static void M(object a, object b) { Monitor.Enter(a); Monitor.Enter(b); } }"""),
        PriorCase.Types("lr_function_2", 0, """class W { public readonly object Mu = new(); } class D { public readonly W W = new(); } class A { readonly D _d = new(); [GuardedBy("Mu")] int _x; [ReturnsLock("_d.W.Mu")] object Mu() => _d.W.Mu; void M() { lock (_d.W.Mu) { _x++; } } }"""),
        PriorCase.Types("le_function_bad_2", 1, """class A { [{|ZSDK4008:ExcludesLock("nothing")|}] void M() { } }"""),
        PriorCase.Types("lr_function_bad_1", 1, """class A { readonly int _n; [{|ZSDK4008:ReturnsLock("_n")|}] int M() => _n; }"""),
        PriorCase.Types("uf_function_bad_2", 1, """class A { [{|ZSDK4008:ReleasesLock("nothing")|}] void M() { } }"""),
    ];
}
