namespace ZonedSdk.Analyzers.Tests.PriorArt;

/// <summary>Error Prone, GuardedByBinderTest.java: what the text of an annotation names. Theirs is 1 where binding fails.</summary>
internal static class ErrorProneBinderCases
{
    public static readonly PriorCase[] All =
    [
        PriorCase.Types("testInherited", 0, """class Super { protected readonly object Slock = new(); } class Test : Super { [GuardedBy("Slock")] int _x; }"""),
        PriorCase.Types("testFinal", 0, """class Test { readonly object _lock = new(); [GuardedBy("_lock")] int _x; }"""),
        PriorCase.Types("testMethod", 0, """class Super { public readonly Super F = null!; [ReturnsLock("F")] public Super G() => F; public readonly object Lock = new(); } class Test { readonly Super _s = new(); [GuardedBy("_s.F.G.F.G.Lock")] int _x; }"""),
        PriorCase.Types("testBadSuperAccess", 1, """class Super { } class Test : Super { readonly object _lock = new(); [{|ZSDK4008:GuardedBy("Super.this._lock")|}] int _x; }"""),
        PriorCase.Types("namedClass_nonLiteral", 1, """class Test { readonly Test _t = null!; [{|ZSDK4008:GuardedBy("_t.class")|}] int _x; }"""),
        PriorCase.Types("namedClass_none", 1, """class Test { [{|ZSDK4008:GuardedBy("Super.Lock")|}] int _x; }"""),
        PriorCase.Types("namedThis_none", 1, """class Test { [{|ZSDK4008:GuardedBy("Segment.this")|}] int _x; }"""),
        PriorCase.Types("outer_lock", 0, """class Outer { readonly object _lock = new(); class Test { [{|ZSDK4008:GuardedBy("Outer._lock")|}] int _x; } }""", Why.OuterThis),
        PriorCase.Types("outer_lock_simpleName", 0, """class Outer { readonly object _lock = new(); class Test { [{|ZSDK4008:GuardedBy("_lock")|}] int _x; } }""", Why.OuterThis),
        PriorCase.Types("outer_lock, static", 0, """class Outer { static readonly object s_lock = new(); class Test { [GuardedBy("s_lock")] int _x; } }"""),
        PriorCase.Types("otherClass", 0, """class Other { public static readonly object Lock = new(); } class Test { [GuardedBy("Other.Lock")] int _x; }"""),
        PriorCase.Types("simpleName", 0, """class Other { public static readonly object Lock = new(); } class Test { readonly Other Other = null!; [GuardedBy("Other.Lock")] int _x; void M() { lock (Other.Lock) { _x++; } } }"""),
        PriorCase.Types("simpleFieldName", 0, """class Other { public static readonly object Lock = new(); } class Test { readonly object Other = new(); [GuardedBy("Other")] int _x; }"""),
        PriorCase.Types("staticFieldGuard", 0, """class Test { static readonly object s_lock = new(); [GuardedBy("s_lock")] int _x; }"""),
        PriorCase.Types("staticMethodGuard", 0, """class Test { static readonly object s_lock = new(); [ReturnsLock("s_lock")] static object Gate() => s_lock; [GuardedBy("Gate")] int _x; }"""),
        PriorCase.Types("staticOnStatic", 0, """class Test { static readonly object s_lock = new(); [GuardedBy("Test.s_lock")] int _x; }"""),
        PriorCase.Types("instanceOnStatic", 1, """class Test { readonly object _lock = new(); [{|ZSDK4008:GuardedBy("Test._lock")|}] int _x; }"""),
        PriorCase.Types("instanceMethodOnStatic", 1, """class Test { readonly object _lock = new(); [ReturnsLock("_lock")] object Gate() => _lock; [{|ZSDK4008:GuardedBy("Test.Gate")|}] int _x; }"""),
        PriorCase.Types("explicitThisSameClass", 0, """class Test { [GuardedBy("this")] int _x; }"""),
        PriorCase.Types("enclosingBlockScope", 0, """class Test { public readonly object Mu = new(); [GuardedBy("Mu")] int _x = 1; Action M() { return () => { lock (Mu) { _x++; } }; } }"""),
        PriorCase.Types("nonFinalStatic", 1, """class Other { public static object Lock = new(); } class Test { [{|ZSDK4008:GuardedBy("Other.Lock")|}] int _x; }"""),
        PriorCase.Types("nonFinal", 1, """class Test { object _lock = new(); [{|ZSDK4008:GuardedBy("_lock")|}] int _x; }"""),
    ];
}
