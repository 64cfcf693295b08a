namespace ZonedSdk.Analyzers.Tests.PriorArt;

/// <summary>Why we find more or less than another tool in one situation.</summary>
internal static class Why
{
    public const string Paths = "A lock that some paths hold and others do not is reported where a guarded member is touched (ZSDK4002). That the paths meet is not reported: one condition may decide both the taking and the release.";
    public const string Any = "Their guarded_var is content with any mutex; GuardedBy always names one.";
    public const string Pointee = "Theirs guards the target of a pointer and leaves the pointer free; we have no such annotation, the member itself is guarded.";
    public const string Fresh = "An object that this method made and nobody else knows needs no lock.";
    public const string Place = "One report for a place and rule: the first missing lock is named, the others show once it is held.";
    public const string Shared = "RequiresLock asks for the lock in full; there is no form for which a read lock is enough.";
    public const string Constructors = "Constructors and finalizers are checked as other members: what they take, they release.";
    public const string Destructors = "There is no call of a destructor at the end of a scope in C#.";
    public const string Reentry = "Theirs allows a lock that is declared re-entrant to be taken again; we warn, because the inner region runs in the middle of the outer one's changes.";
    public const string AtReference = "Reported once, where the reference is made, and not at its uses.";
    public const string Alias = "They note that this is missed; a reference keeps its gate with us.";
    public const string Reverse = "There are no guards that release for a while; a method with ReleasesLock ends the region instead.";
    public const string Calls = "A call may give another object each time, so that the lock cannot be told (ZSDK4007); ReturnsLock, or a local for the object, says what is meant.";
    public const string FromEnter = "A lock counts as held from the call that takes it; theirs begins at the try.";
    public const string Modes = "They accept a read lock for writing; we ask for the write lock.";
    public const string Unsupported = "They note that this is missed: the resource's block is not analysed there.";
    public const string OuterThis = "A nested class of C# has no outer instance: the path needs a member that leads to it.";
    public const string AnyObject = "Any object can be locked in C#.";
    public const string Asserted = "An assertion says that the caller holds the lock, so this method need not release it.";
    public const string Delegates = "A delegate carries no contract, so the lambda is reported where it becomes one, and not its calls.";
    public const string Methods = "A method of a struct that is not readonly counts as writing it; they note that theirs should.";
    public const string Again = "The second round touches what only the first one locked: the flag still says so, and the lock is gone.";
    public const string Once = "They report both calls that iterate (begin and end); C# has one expression.";
    public const string Unresolved = "Which object is released cannot be told, so nothing is said of either.";
}
