namespace ZonedSdk.Analyzers.Tests.Corpus;

/// <summary>The corpus mode on small code bases: what it infers, what it exchanges, and that each of its three bars can be missed.</summary>
public sealed class CorpusTests
{
    private const string Counter = """
        class Counter
        {
            private readonly object _gate = new();
            private int _count;
            public Counter() => _count = 1;
            public void Add() { lock (_gate) { _count++; } }
            public int Read() { lock (this._gate) return this._count; }
            public bool Is(Counter other) { lock (other._gate) { return other._count == 0; } }
        }
        """;

    [Fact]
    public async Task A_guarded_field_is_found_and_each_lost_lock_is_noticed()
    {
        CorpusReport report = await CorpusRun.RunAsync(CodeBase.Of(("Counter.cs", Counter)));
        GuardedField field = Assert.Single(report.Fields);
        Assert.Equal(("_count", "_gate", 3), (field.Name, field.Gate, field.Accesses.Length));
        Assert.Empty(report.Reports);
        Assert.Equal(6, report.MutantCount);
        Assert.Empty(report.Survivors);
        Assert.True(report.IsGood, report.ToString());
    }

    [Theory]
    [InlineData("using (_gate.EnterScope()) { _x++; }", "System.Threading.Lock", "new()")]
    [InlineData("using var scope = _gate.EnterScope(); _x++;", "System.Threading.Lock", "new()")]
    [InlineData("lock (_gate) _x++;", "System.Threading.Lock", "new()")]
    [InlineData("_gate.Enter(); try { _x++; } finally { _gate.Exit(); }", "System.Threading.Lock", "new()")]
    [InlineData("Monitor.Enter(_gate); try { _x++; } finally { Monitor.Exit(_gate); }", "object", "new()")]
    [InlineData("bool taken = false; try { Monitor.Enter(_gate, ref taken); _x++; } finally { if (taken) Monitor.Exit(_gate); }", "object", "new()")]
    [InlineData("_gate.Wait(); try { _x++; } finally { _gate.Release(); }", "SemaphoreSlim", "new(1, 1)")]
    [InlineData("_gate.EnterWriteLock(); try { _x++; } finally { _gate.ExitWriteLock(); }", "ReaderWriterLockSlim", "new()")]
    [InlineData("_gate.TryEnterWriteLock(-1); try { _x++; } finally { _gate.ExitWriteLock(); }", "ReaderWriterLockSlim", "new()")]
    public async Task Every_form_is_found_removed_and_exchanged(string body, string gate, string creation)
    {
        string code = $"class C {{ private readonly {gate} _gate = {creation}; private int _x; void L() {{ {body} }} void M() {{ {body} }} void N() {{ {body} }} }}";
        CorpusReport report = await CorpusRun.RunAsync(CodeBase.Of(("C.cs", code)));
        Assert.Equal("_gate", Assert.Single(report.Fields).Gate);
        Assert.Equal(6, report.MutantCount);
        Assert.True(report.IsGood, report.ToString());
    }

    [Fact]
    public async Task Reading_under_the_read_lock_makes_it_shared_and_writing_under_it_none()
    {
        CorpusReport report = await CorpusRun.RunAsync(CodeBase.Of(("C.cs", """
            class C
            {
                private readonly ReaderWriterLockSlim _gate = new();
                private int _x, _unused;
                private int _y;
                private int _z;
                int R() { _gate.EnterReadLock(); try { _z = 1; return _y + _z; } finally { _gate.ExitReadLock(); } }
                void W(int n) { _gate.EnterWriteLock(); try { _y = n; _y++; _z++; _x = _unused; } finally { _gate.ExitWriteLock(); } }
            }
            """)));
        GuardedField field = Assert.Single(report.Fields);
        Assert.Equal(("_y", true), (field.Name, field.IsShared));
        Assert.True(report.IsGood, report.ToString());
    }

    [Theory]
    [InlineData("public int Peek() => _count;")]
    [InlineData("public void Twice(Counter c) { lock (_gate) { c._count++; } }")]
    [InlineData("private Counter(int n) { System.Action a = () => _count = n; }")]
    [InlineData("public void Alias() { Counter c = this; lock (_gate) c._count = 1; }")]
    public async Task One_access_outside_its_instances_lock_and_the_field_is_not_taken_for_guarded(string member)
    {
        string code = Counter.Insert(Counter.LastIndexOf('}'), member);
        Assert.Empty((await CorpusRun.RunAsync(CodeBase.Of(("Counter.cs", code)))).Fields);
    }

    [Fact]
    public async Task A_gate_that_can_be_assigned_again_guards_nothing()
    {
        string code = Counter.Replace("readonly ", "", StringComparison.Ordinal);
        Assert.Empty((await CorpusRun.RunAsync(CodeBase.Of(("Counter.cs", code)))).Fields);
    }

    [Fact]
    public async Task A_lock_inside_another_one_on_the_same_gate_is_not_exchanged()
    {
        string code = Counter.Insert(Counter.LastIndexOf('}'), "public void Inner() { lock (_gate) { lock (_gate) { _count = 2; } } }");
        Assert.Equal(6, (await CorpusRun.RunAsync(CodeBase.Of(("Counter.cs", code)))).MutantCount);
    }

    [Fact]
    public async Task Mode_one_fails_where_a_rule_speaks_without_an_annotation()
    {
        CorpusReport report = await CorpusRun.RunAsync(CodeBase.Of(("C.cs", "class C { readonly System.Threading.SemaphoreSlim _one = new(1); void M() { _one.Wait(); _one.Wait(); _one.Release(); _one.Release(); } }")));
        Assert.Contains(report.Silent, static f => f.Id == "ZSDK4063");
        Assert.False(report.IsGood);
    }

    [Fact]
    public async Task Mode_two_fails_where_a_report_comes_from_a_lock_that_the_text_shows()
    {
        // The lambda stands inside the lock and runs after it: the text and the flow disagree.
        string code = Counter.Insert(Counter.LastIndexOf('}'), "public System.Action Later() { lock (_gate) { return () => _count++; } } public System.Action Again() { lock (_gate) { return () => _count++; } }");
        CorpusReport report = await CorpusRun.RunAsync(CodeBase.Of(("Counter.cs", code)));
        Assert.Equal(2, report.Reports.Count);
        Assert.All(report.Reports, static r => Assert.Contains("_count++", r.Code, StringComparison.Ordinal));
        Assert.False(report.IsGood);
    }

    [Fact]
    public async Task Mode_three_fails_where_a_lost_lock_is_not_noticed()
    {
        // Whoever suppresses the rules hides the loss from them.
        string code = Counter.Replace("public void Add()", "\n#pragma warning disable\npublic void Add()", StringComparison.Ordinal);
        CorpusReport report = await CorpusRun.RunAsync(CodeBase.Of(("Counter.cs", code)));
        Assert.Equal(report.MutantCount, report.Survivors.Count);
        Assert.Equal(0, report.KillRate);
        Assert.False(report.IsGood);
    }

    [Fact]
    public async Task Generated_files_and_code_that_does_not_compile_are_borne()
    {
        CorpusReport report = await CorpusRun.RunAsync(CodeBase.Of(
            ("Counter.g.cs", Counter),
            ("Broken.cs", "class B : Missing<int> { private readonly object _gate = new(); private Unknown _x; void M() { lock (_gate) { _x.Foo(this); lock ("),
            ("Other.cs", Counter.Replace("Counter", "Other", StringComparison.Ordinal))));
        Assert.Equal("Other.cs", Assert.Single(report.Fields).Declaration.SyntaxTree.FilePath);
        Assert.Equal(0, report.CrashCount);
    }

    [Fact]
    public void A_folder_without_sources_is_refused()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            Assert.Contains(folder.FullName, Assert.Throws<DirectoryNotFoundException>(() => CodeBase.Load(folder.FullName)).Message, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder.FullName, "Counter.cs"), Counter);
            Assert.Equal(9, CodeBase.Load(folder.FullName).LineCount);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
