using Microsoft.CodeAnalysis;
using ZonedSdk.Generators.Tests.Harness;

namespace ZonedSdk.Generators.Tests.Layouts;

/// <summary>Names and numbers that try to break out. A diagnostic, or code with exactly the described members; never an exception, never a compiler error of ours.</summary>
public sealed class HostileLayoutTests
{
    public static TheoryData<string, string> Sound => new()
    {
        { "the global namespace", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } }" },
        { "keywords as names", "namespace @namespace.@class { public partial struct @struct { public partial interface @int<@out> { [BinaryLayout(2, Endian.Big)] readonly ref partial struct @ref { [Field(0)] public partial byte @if { get; } [Field(1)] public partial byte @this { get; } } } } }" },
        { "contextual keywords as names", "namespace var.@record { [BinaryLayout(6, Endian.Big)] public readonly ref partial struct @dynamic { [Field(0)] public partial byte value { get; } [Field(1)] public partial byte @field { get; } [Field(2)] public partial byte partial { get; } [Field(3)] public partial byte get { get; } [Field(4)] public partial byte set { get; } [Field(5)] public partial byte await { get; } } }" },
        { "names of locals of ours", "[BinaryLayout(10, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte index { get; } [Field(1)] public partial Y fault1 { get; } [Field(2)] public partial Y fault { get; } [Field(3)] public partial byte fits { get; } [Field(4)] public partial byte layout { get; } [Field(5)] public partial byte source { get; } [Field(6)] public partial byte destination { get; } [Field(7)] public partial byte writer { get; } [Field(8)] public partial byte header { get; } [Field(9)] public partial byte bytes { get; } } [BinaryLayout(1, Endian.Big)] public readonly ref partial struct Y { [Field(0, Width = 1)] public partial DayOfWeek B { get; } }" },
        { "a count named like our parameter", "[BinaryLayout(1, Endian.Big), Entries(typeof(Y), Count = nameof(strideBytes))] public readonly ref partial struct X { [Field(0)] public partial byte strideBytes { get; } } [BinaryLayout(1, Endian.Big)] public readonly ref partial struct Y { [Field(0)] public partial byte B { get; } }" },
        { "a presence named like our local", "[BinaryLayout(2, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte _header2 { get; } [Field(1, Width = 1), When(nameof(_header2), 128)] public partial DayOfWeek? fault { get; } }" },
        { "types that hide ours", "namespace ZonedSdk2 { public class System; public class ZonedSdk; namespace Inner { [BinaryLayout(8, Endian.Big)] public readonly ref partial struct Span { [Field(0, Unit = Unit.LogicalBlock)] public partial global::ZonedSdk.Lba ReadOnlySpan { get; } } } }" },
        { "names that differ by case", "[BinaryLayout(2, Endian.Big)] public readonly ref partial struct Frame { [Field(0)] public partial byte A { get; } [Field(1)] public partial byte a { get; } } [BinaryLayout(1, Endian.Big)] public readonly ref partial struct frame { [Field(0)] public partial byte A { get; } } [BinaryLayout(1, Endian.Big)] public readonly ref partial struct FRAME { [Field(0)] public partial byte A { get; } }" },
        { "the same name in many places", "namespace A.B { [BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } } } namespace A { public partial class B2 { [BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } } } public partial class B2<T> { [BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } } } }" },
        { "letters beyond ASCII", "[BinaryLayout(2, Endian.Big)] public readonly ref partial struct Größe { [Field(0)] public partial byte 幅 { get; } [Field(1)] public partial byte \\u0041\\u0301 { get; } }" },
        { "a generic layout in a generic record", "public abstract partial record Outer<T, U> where T : class where U : T { [BinaryLayout(1, Endian.Big)] public readonly ref partial struct X<V> where V : allows ref struct { [Field(0)] public partial byte A { get; } } }" },
        { "an obsolete enum", "[Obsolete] public enum Old : byte { Zero } [Obsolete] public static class Use { } [BinaryLayout(1, Endian.Big)] public readonly ref partial struct X {\n#pragma warning disable CS0612\n [Field(0)] public partial Old A { get; }\n#pragma warning restore CS0612\n }" },
        { "an enum of 64 bits", "public enum Wide : ulong { None, All = ulong.MaxValue } public enum Signed : long { Least = long.MinValue, Greatest = long.MaxValue } public enum Empty : byte { } [Flags] public enum Every : byte { All = 255 } [BinaryLayout(18, Endian.Host)] public readonly ref partial struct X { [Field(0)] public partial Wide A { get; } [Field(8)] public partial Signed B { get; } [Field(16)] public partial Empty C { get; } [Field(17)] public partial Every D { get; } }" },
        { "enum members with hostile names", "public enum E : byte { @int, value__2, Größe } [BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial E A { get; } }" },
        { "documentation that ends comments", "/// <summary>*/ } \" \\u2028 </summary>\n[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { /** <summary>}</summary> */ [Field(0)] public partial byte A { get; } }" },
        { "all bits of a word one by one", "[BinaryLayout(8, Endian.Big)] public readonly ref partial struct X { " + string.Concat(Enumerable.Range(0, 64).Select(bit => $"[BitField(0, {bit}, {bit}, Width = 8)] public partial bool Bit{bit} {{ get; }} ")) + "}" },
        { "many fields", "[BinaryLayout(512, Endian.Big)] public readonly ref partial struct X { " + string.Concat(Enumerable.Range(0, 512).Select(index => $"[Field({index})] public partial byte F{index} {{ get; }} ")) + "}" },
        { "the largest layout", "[BinaryLayout(1 << 20, Endian.Big), Reserved(1, (1 << 20) - 1)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } }" },
        { "nothing but a reserve", "[BinaryLayout(1, Endian.Big), Reserved(0, 1)] public readonly ref partial struct X;" },
        { "an unsafe, new and internal member", "[BinaryLayout(1, Endian.Big)] internal readonly ref partial struct X { [Field(0)] internal partial byte A { get; } }" },
    };

    public static TheoryData<string, string, string> Refused => new()
    {
        { "too many reserves", "ZSDK2014", "[BinaryLayout(8192, Endian.Big)" + string.Concat(Enumerable.Range(0, 4097).Select(index => $", Reserved({index}, 1)")) + "] public readonly ref partial struct X;" },
        { "a huge offset", "ZSDK2003", "[BinaryLayout(8, Endian.Big), Reserved(0, 8)] public readonly ref partial struct X { [Field(int.MaxValue)] public partial ushort A { get; } }" },
        { "the least offset", "ZSDK2003", "[BinaryLayout(8, Endian.Big), Reserved(0, 8)] public readonly ref partial struct X { [Field(int.MinValue)] public partial ushort A { get; } }" },
        { "a huge width", "ZSDK2003", "[BinaryLayout(8, Endian.Big), Reserved(0, 8)] public readonly ref partial struct X { [Field(0, Width = int.MaxValue)] public partial ReadOnlySpan<byte> A { get; } }" },
        { "a negative width", "ZSDK2011", "[BinaryLayout(8, Endian.Big), Reserved(0, 8)] public readonly ref partial struct X { [Field(0, Width = -8)] public partial ReadOnlySpan<byte> A { get; } }" },
        { "a table beyond all numbers", "ZSDK2003", "[BinaryLayout(8, Endian.Big), Reserved(0, 8)] public readonly ref partial struct X { [Field(0, Count = int.MaxValue)] public partial Y A(int i); } [BinaryLayout(4, Endian.Big), Reserved(0, 4)] public readonly ref partial struct Y;" },
        { "huge bits", "ZSDK2003", "[BinaryLayout(8, Endian.Big), Reserved(0, 8)] public readonly ref partial struct X { [BitField(0, int.MaxValue, int.MinValue)] public partial byte A { get; } }" },
        { "layouts that hold each other", "ZSDK2011", "[BinaryLayout(4, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial Y A { get; } } [BinaryLayout(4, Endian.Big), Reserved(0, 4)] public readonly ref partial struct Y;" },
        { "a negative size", "ZSDK2014", "[BinaryLayout(int.MinValue, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial ushort A { get; } }" },
        { "a name of ours as a type", "ZSDK2012", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct Writer { [Field(0)] public partial byte A { get; } }" },
        { "a name of ours as a type parameter", "ZSDK2012", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X<Writer> { [Field(0)] public partial byte A { get; } }" },
        { "a name that everything has", "ZSDK2012", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public new partial byte GetHashCode { get; } }" },
        { "our constructor", "ZSDK2012", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { public X(ReadOnlySpan<byte> bytes) { } [Field(0)] public partial byte A { get; } }" },
        { "a primary constructor", "ZSDK2012", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X(int a) { public int B => a; [Field(0)] public partial byte A { get; } }" },
        { "headers in a circle", "ZSDK2013", "[BinaryLayout(1, Endian.Big, Header = typeof(X))] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } }" },
        { "a condition without a bit", "ZSDK2013", "[BinaryLayout(2, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } [Field(1), When(nameof(A), 0)] public partial byte? B { get; } }" },
        { "a condition on a text", "ZSDK2013", "[BinaryLayout(2, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } [Field(1), When(nameof(A), \"*/ \\u2028 \")] public partial byte? B { get; } }" },
        { "a condition on nothing", "ZSDK2013", "[BinaryLayout(2, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } [Field(1), When(null!, null!)] public partial byte? B { get; } }" },
        { "a member name that is no name", "ZSDK2013", "[BinaryLayout(2, Endian.Big), Entries(typeof(Y), Count = \"A; } /*\")] public readonly ref partial struct X { [Field(0)] public partial ushort A { get; } } [BinaryLayout(4, Endian.Big), Reserved(0, 4)] public readonly ref partial struct Y;" },
        { "a static field", "ZSDK2011", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public static partial byte A { get; } }" },
        { "a private field", "ZSDK2011", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] private partial byte A { get; } }" },
        { "a reference", "ZSDK2011", "[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial ref readonly byte A { get; } }" },
        { "a pointer", "ZSDK2011", "[BinaryLayout(8, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial nint A { get; } }" },
        { "a tuple with names", "ZSDK2011", "[BinaryLayout(8, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial (int A, string? B) A { get; } }" },
        { "a dynamic", "ZSDK2011", "[BinaryLayout(8, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial dynamic? A { get; } }" },
        { "a type parameter", "ZSDK2011", "[BinaryLayout(8, Endian.Big)] public readonly ref partial struct X<T> { [Field(0)] public partial T A { get; } }" },
        { "a table without an index", "ZSDK2011", "[BinaryLayout(8, Endian.Big)] public readonly ref partial struct X { [Field(0, Count = 2)] public partial Y A(); } [BinaryLayout(4, Endian.Big), Reserved(0, 4)] public readonly ref partial struct Y;" },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void Whatever_is_described_properly_compiles_with_exactly_its_members(string name, string source)
    {
        GeneratorRun run = GeneratorRun.Of(source).Compiles();
        Assert.NotEmpty(run.Sources);
        Assert.Equal(run.Sources.Count, run.Sources.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(run.Sources.Keys, hint => Assert.Matches("^Layout_[A-Za-z0-9_]+_[0-9a-f]{16}\\.g\\.cs$", hint));
        foreach (INamedTypeSymbol type in Layouts(run.Output.Assembly.GlobalNamespace))
        {
            string[] described = [.. type.GetMembers().Where(IsField).Select(member => member.Name).Order(StringComparer.Ordinal)];
            string[] offsets = [.. type.GetTypeMembers("Offsets").Single().GetMembers().OfType<IFieldSymbol>().Select(field => field.Name).Order(StringComparer.Ordinal)];
            Assert.True(described.SequenceEqual(offsets), $"{name}: {type}");
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Whatever_is_not_is_refused_by_one_diagnostic_and_compiles(string name, string id, string source)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        Assert.Equal($"{name}: {id}", $"{name}: {string.Join(" ", run.Ids.Distinct())}");
        Assert.Equal("", string.Join("\n", run.CompilerErrors));
    }

    [Theory]
    [InlineData(4096, "")]
    [InlineData(4097, "ZSDK2014")]
    public void A_layout_has_4096_fields_at_most(int count, string id)
    {
        // Whether it compiles is left out: the compiler itself takes half a minute for so many partial properties.
        string fields = string.Concat(Enumerable.Range(0, count).Select(index => $"[Field({index})] public partial byte F{index} {{ get; }} "));
        Assert.Equal(id, string.Concat(GeneratorRun.Of($"[BinaryLayout({count}, Endian.Big)] public readonly ref partial struct X {{ {fields} }}").Ids));
    }

    [Theory]
    [InlineData("[BinaryLayout] public readonly ref partial struct X { [Field] public partial byte A { get; } }")]
    [InlineData("[BinaryLayout(\"*/\", Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } }")]
    [InlineData("[BinaryLayout(1, Endian.Big)] public readonly ref partial struct { [Field(0)] public partial byte { get; } }")]
    [InlineData("[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial Missing A { get; } }")]
    [InlineData("[BinaryLayout(1, Endian.Big), BinaryLayout(2, Endian.Big)] public readonly ref partial struct X { [Field(0), Field(0)] public partial byte A { get; } }")]
    [InlineData("[BinaryLayout(1, Endian.Big)] public readonly ref partial struct X { [Field(0)] public partial byte A { get; } [Field(0)] public partial byte A { get; } }")]
    [InlineData("[BinaryLayout(1, Endian.Big)] public partial class X { [Field(0)] public partial byte A { get; } }")]
    [InlineData("[BinaryLayout(1, Endian.Big)] public partial record struct X { [Field(0)] public partial byte A { get; } }")]
    [InlineData("[BinaryLayout(1, Endian.Big), Entries] public readonly ref partial struct X { [Field(0), When(], Else()] public partial byte A { get; } }")]
    [InlineData("[BinaryLayout(1, Endian.Big), Reserved(0)] public readonly ref partial struct X { [BitField(0, 1)] public partial byte A { get; } ")]
    [InlineData("[BinaryLayout(1, Endian.Big, Header = typeof())] public readonly ref partial struct X { [Field(0)] public partial byte A")]
    public void Half_typed_code_never_throws(string source)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        Assert.NotEmpty(run.Diagnostics.Concat(run.CompilerErrors));
    }

    private static bool IsField(ISymbol member) =>
        member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "FieldAttribute" or "BitFieldAttribute");

    private static IEnumerable<INamedTypeSymbol> Layouts(INamespaceOrTypeSymbol symbol) => symbol.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(Layouts)
        .Concat(symbol is INamedTypeSymbol type && type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "BinaryLayoutAttribute") ? [type] : []);
}
