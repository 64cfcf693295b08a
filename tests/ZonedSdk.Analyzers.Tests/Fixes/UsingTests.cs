using ZonedSdk.Analyzers.Tests.Support;
using ZonedSdk.CodeFixes.Ownership;

namespace ZonedSdk.Analyzers.Tests.Fixes;

/// <summary>A guard or reservation is ended by <c>using</c>.</summary>
public sealed class UsingTests
{
    [Fact]
    public Task A_last_disposal_becomes_a_using_declaration() => Check(
        """
            void M()
            {
                Lease lease = {|ZSDK4040:Open()|}; // taken
                lease.Use();

                lease.Dispose();
            }
        """,
        """
            void M()
            {
                using Lease lease = Open(); // taken
                lease.Use();
            }
        """,
        "End 'lease' by 'using'");

    [Fact]
    public Task One_that_is_never_disposed_gets_a_using() => Check(
        "void M() { var lease = {|ZSDK4040:Open()|}; lease.Use(); }",
        "void M() { using var lease = Open(); lease.Use(); }");

    [Fact]
    public Task A_created_one_gets_a_using() => Check(
        "void M() { Lease lease = {|ZSDK4040:new()|}; lease.Use(); }",
        "void M() { using Lease lease = new(); lease.Use(); }");

    [Fact]
    public Task An_awaited_one_gets_a_using() => Check(
        "async Task M() { Lease lease = await {|ZSDK4040:OpenAsync()|}; lease.Use(); }",
        "async Task M() { using Lease lease = await OpenAsync(); lease.Use(); }");

    [Fact]
    public Task One_that_is_only_asynchronously_disposed_is_awaited() => Check(
        "async Task M() { var slow = {|ZSDK4040:new Slow()|}; slow.Use(); await slow.DisposeAsync(); }",
        "async Task M() { await using var slow = new Slow(); slow.Use(); }");

    [Fact]
    public Task It_is_not_awaited_where_nothing_can_be() => NotOffered("void M() { var slow = {|ZSDK4040:new Slow()|}; slow.Use(); }");

    [Fact]
    public Task One_that_is_disposed_in_the_middle_is_so_still() => Check(
        """
            int M()
            {
                Lease lease = {|ZSDK4040:Open()|};
                // Uses it.
                lease.Use();
                int n = lease.Zone;
                lease.Dispose();
                Work();
                return n;
            }
        """,
        """
            int M()
            {
                int n;
                using (Lease lease = Open())
                {
                    // Uses it.
                    lease.Use();
                    n = lease.Zone;
                }
                Work();
                return n;
            }
        """);

    [Fact]
    public Task All_disposals_go() => Check(
        """
            void M(bool b)
            {
                Lease lease = {|ZSDK4040:Open()|};
                if (b)
                {
                    lease.Dispose();
                    return;
                }

                lease.Use();
                lease.Dispose();
            }
        """,
        """
            void M(bool b)
            {
                using Lease lease = Open();
                if (b)
                {
                    return;
                }

                lease.Use();
            }
        """);

    [Fact]
    public Task A_disposal_that_asks_for_null_goes() => Check(
        "void M(bool b) { Lease? lease = {|ZSDK4040:TryOpen(b)|}; lease?.Use(); lease?.Dispose(); }",
        "void M(bool b) { using Lease? lease = TryOpen(b); lease?.Use(); }");

    [Fact]
    public Task A_completed_reservation_is_disposed_where_it_was_not_completed() => Check(
        "void M() { Lease lease = {|ZSDK4040:Open()|}; lease.Use(); lease.Complete(); }",
        "void M() { using Lease lease = Open(); lease.Use(); lease.Complete(); }");

    [Fact]
    public Task A_guard_that_nobody_keeps_is_kept() => Check(
        "void M() { {|ZSDK4040:Enter()|}; Work(); }",
        "void M() { using var guard = Enter(); Work(); }",
        "Keep it in 'guard' and end that by 'using'");

    [Fact]
    public Task A_reservation_with_nothing_behind_it_is_not_kept() => NotOffered("void M() { {|ZSDK4040:Open()|}; }");

    [Fact]
    public Task A_disposal_that_is_a_branch_of_its_own_is_not_taken_out() => NotOffered("void M(bool b) { Lease lease = {|ZSDK4040:Open()|}; lease.Use(); if (b) lease.Dispose(); else lease.Complete(); }");

    [Fact]
    public Task A_variable_that_is_assigned_again_is_left() => NotOffered("void M() { Lease lease = {|ZSDK4040:Open()|}; lease.Use(); lease = new Lease(); lease.Dispose(); }");

    [Fact]
    public Task An_out_argument_is_left() => NotOffered("void M() { if (TryOpen({|ZSDK4040:out Lease? lease|})) lease.Use(); }");

    [Fact]
    public Task Two_in_one_method_are_fixed() => Check(
        "void M() { Lease a = {|ZSDK4040:Open()|}; Lease b = {|ZSDK4040:Open()|}; a.Use(); b.Use(); b.Dispose(); a.Dispose(); }",
        "void M() { using Lease a = Open(); using Lease b = Open(); a.Use(); b.Use(); }");

    private static Task Check(string before, string after, string? title = null) => FixCheck.Types<UsingFix>(OwnerCheck.InClass(before) + Slow, OwnerCheck.InClass(after) + Slow, title);

    private static Task NotOffered(string members) => FixCheck.NotOffered<UsingFix>(OwnerCheck.InClass(members) + Slow);

    private const string Slow = "[Reservation] sealed class Slow : IAsyncDisposable { public void Use() { } public ValueTask DisposeAsync() => default; }\n";
}
