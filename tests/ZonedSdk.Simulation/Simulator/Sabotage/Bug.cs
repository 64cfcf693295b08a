namespace ZonedSdk.Simulation.Simulator;

/// <summary>Mistakes that a runtime could make, each as a switch of the test build: the checker must find every one of them.</summary>
public enum Bug
{
    /// <summary>A write is told done when it is handed over.</summary>
    AcknowledgesBeforeLanding,

    /// <summary>A completion gets lost on the way to its zone.</summary>
    SwallowsCompletion,

    /// <summary>What failed at the drive is taken for done.</summary>
    TakesFailureForSuccess,

    /// <summary>The zone is reported while commands are still at the drive.</summary>
    ReportsBeforeDrain,

    /// <summary>A failed write is tried again behind its caller's back.</summary>
    RetriesSilently,

    /// <summary>Two writes of a zone change places on the way to the drive.</summary>
    SwapsWrites,

    /// <summary>A drive that enforces order gets several commands of a zone at once.</summary>
    IgnoresOrder,

    /// <summary>Zones are opened beyond the drive's limits.</summary>
    IgnoresLimits,

    /// <summary>A flush is told done and never reached the drive.</summary>
    LosesFlush,

    /// <summary>An episode asks for its report twice.</summary>
    ReportsTwice,

    /// <summary>The pointer is wound back below what the drive reported, and the next write goes there.</summary>
    RewindsTooFar,

    /// <summary>The pointer after an error is a guess: nobody asks the drive.</summary>
    GuessesThePointer,

    /// <summary>A reset goes to the drive while reads are there.</summary>
    ResetsUnderReads,

    /// <summary>Reads bring what was there before the reset.</summary>
    ReadsStaleData,

    /// <summary>Reads bring zeroes for what is written.</summary>
    ReadsNothing,

    /// <summary>A management command counts as done while the drive is at it.</summary>
    EndsManagementEarly,

    /// <summary>A reset is told done and never reached the drive.</summary>
    LosesReset,

    /// <summary>A read writes to its buffer after its caller has it back.</summary>
    TouchesBufferLate,

    /// <summary>An append is told the block behind its own.</summary>
    TellsWrongOffset,

    /// <summary>Two appends are told the same offset.</summary>
    TellsOffsetTwice,

    /// <summary>A caller is told twice.</summary>
    EndsTwice,

    /// <summary>An epoch goes back.</summary>
    EpochGoesBack,

    /// <summary>A wait for durability ends before any flush.</summary>
    WaitEndsAtOnce,

    /// <summary>A wait for durability never ends.</summary>
    WaitNeverEnds,

    /// <summary>An error counts one block too many as landed.</summary>
    InventsLandedBytes,

    /// <summary>A follower names a cause that never was.</summary>
    InventsCause,

    /// <summary>A write that is done is told as failed.</summary>
    TellsSuccessAsFailure,

    /// <summary>A follower is told as done.</summary>
    TellsFollowerAsSuccess,

    /// <summary>The runtime's pointer is off by a block when all is at rest.</summary>
    PointerDrifts,
}
