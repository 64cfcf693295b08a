using ZonedSdk.Testing.Benches;

namespace ZonedSdk.Testing.Cases;

/// <summary>
/// A command in a condition, and how it ends: one row a case. The second column says whose rules are meant (<c>strict</c>: both, and reads beyond the write
/// pointer are to be refused), and what the row needs: a gap behind the capacity, or limits of 3 open zones and, on an SSD, 4 active ones.
/// Zone 0 is conventional.
/// </summary>
internal static class CommandCases
{
    private const string Table = """
        an empty zone is opened | both | open1 => 1=X0
        an empty zone is closed on a disk | zbc | close1 => 1=E0
        an empty zone cannot be closed on an SSD | zns | close1!InvalidTransition => 1=E0
        an empty zone is finished | both | finish1 => 1=F
        an empty zone is reset | both | reset1 => 1=E0
        an implicitly open zone is opened | both | write1 open1 => 1=X1
        an implicitly open zone is closed | both | write1 close1 => 1=C1
        an implicitly open zone is finished | both | write1 finish1 => 1=F
        an implicitly open zone is reset | both | write1 reset1 => 1=E0
        an explicitly open empty zone is opened again | both | open1 open1 => 1=X0
        an explicitly open empty zone is closed to empty on a disk | zbc | open1 close1 => 1=E0
        an explicitly open empty zone is closed to closed on an SSD | zns | open1 close1 => 1=C0
        an explicitly open empty zone is finished | both | open1 finish1 => 1=F
        an explicitly open empty zone is reset | both | open1 reset1 => 1=E0
        a zone opened over a write is opened again | both | write1 open1 open1 => 1=X1
        a zone opened over a write is closed | both | write1 open1 close1 => 1=C1
        a zone opened over a write is finished | both | write1 open1 finish1 => 1=F
        a zone opened over a write is reset | both | write1 open1 reset1 => 1=E0
        a closed zone is opened | both | write1 close1 open1 => 1=X1
        a closed zone is closed again | both | write1 close1 close1 => 1=C1
        a closed zone is finished | both | write1 close1 finish1 => 1=F
        a closed zone is reset | both | write1 close1 reset1 => 1=E0
        a full zone stays full when a disk opens it | zbc | finish1 open1 => 1=F
        a full zone cannot be opened on an SSD | zns | finish1 open1!InvalidTransition => 1=F
        a full zone stays full when a disk closes it | zbc | finish1 close1 => 1=F
        a full zone cannot be closed on an SSD | zns | finish1 close1!InvalidTransition => 1=F
        a full zone is finished again | both | finish1 finish1 => 1=F
        a full zone is reset | both | fill1 reset1 => 1=E0
        all zones are reset from empty | both | resetall0 => 1=E0 2=E0
        all zones are reset from implicitly open | both | write1 write2x2 resetall0 => 1=E0 2=E0
        all zones are reset from explicitly open and empty | both | open1 open2 resetall0 => 1=E0 2=E0
        all zones are reset from explicitly open and written | both | write1 open1 resetall0 => 1=E0
        all zones are reset from closed | both | write1 close1 write2 close2 resetall0 => 1=E0 2=E0
        all zones are reset from full | both | fill1 finish2 resetall0 => 1=E0 2=E0
        all zones are reset and the dead are left alone | both | write1 readonly2 offline3 recover2 recover3 resetall0 => 0=N 1=E0 2=R 3=O
        a block opens an empty zone | both | write1 => 1=I1
        an append opens an empty zone | both | append1 => 1=I1
        a block more leaves an implicitly open zone as it is | both | write1 write1 => 1=I2
        the last blocks fill an implicitly open zone | both | write1 fill1 => 1=F
        a write from below the pointer to the end is refused | both | write1x2 write1@1x<0!Misaligned => 1=I2
        a block opens a closed zone implicitly | both | write1 close1 write1 => 1=I2
        an append opens a closed zone implicitly | both | write1 close1 append1 => 1=I2
        the last blocks fill a closed zone | both | write1 close1 fill1 => 1=F
        a block leaves an explicitly open zone explicitly open | both | open1 write1 => 1=X1
        an append leaves an explicitly open zone explicitly open | both | open1 append1 => 1=X1
        the last blocks fill an explicitly open zone | both | open1 fill1 => 1=F
        a write of the whole capacity fills an empty zone | both | fill1 => 1=F
        a full zone takes no block at its end | both gap | fill1 write1!ZoneFull => 1=F
        a full zone takes no block at its start | both | fill1 write1@0!ZoneFull => 1=F
        a full zone takes no append | both | fill1 append1!ZoneFull => 1=F
        a finished zone takes no block where its pointer was | both | write1x2 finish1 write1@2!ZoneFull => 1=F
        a finished zone takes no append | both | write1x2 finish1 append1!ZoneFull => 1=F
        a report beyond the last zone is refused | both | report99!Argument
        a report filter that does not exist is refused | both | filter9!Argument
        an open of a zone that does not exist is refused | both | open99!Argument
        a close of a zone that does not exist is refused | both | close99!Argument
        a finish of a zone that does not exist is refused | both | finish99!Argument
        a reset of a zone that does not exist is refused | both | reset99!Argument
        a conventional zone cannot be opened | both | open0!NotSupported => 0=N
        a conventional zone cannot be closed | both | close0!NotSupported => 0=N
        a conventional zone cannot be finished | both | finish0!NotSupported => 0=N
        a conventional zone cannot be reset | both | reset0!NotSupported => 0=N
        a conventional zone takes no append | both | append0!NotSupported => 0=N
        a conventional zone takes writes anywhere and again | both | write0@5x3 write0@1x2 write0@5 read0@0x8 => 0=N
        a read across the end of a conventional zone is refused | both | read0@^1x2!Argument
        a write across the end of a conventional zone is refused | both | write0@^1x2!Argument
        an open of an empty zone waits in vain when all are explicitly open | both limits | open1 open2 open3 open4!TooManyOpenZones => 4=E0
        an open of a closed zone waits in vain when all are explicitly open | both limits | write4 close4 open1 open2 open3 open4!TooManyOpenZones => 4=C1
        a filled zone gives its open resource to the next open | both limits | open1 open2 open3 fill3 open4 => 3=F 4=X0
        a finished zone gives its open resource to the next open | both limits | open1 open2 open3 finish3 open4 => 3=F 4=X0
        a reset zone gives its open resource to the next open | both limits | open1 open2 open3 reset3 open4 => 3=E0 4=X0
        a closed zone gives its open resource to the next open | both limits | open1 open2 open3 write3 close3 open4 => 3=C1 4=X0
        implicit opens are not limited, for the oldest is closed | both limits | write1 write2 write3 write4 => 1=C1 2=I1 3=I1 4=I1
        an explicit open closes the oldest implicitly open zone | both limits | write1 write2 write3 open4 => 1=C1 2=I1 3=I1 4=X0
        an explicitly open zone is never closed for another | both limits | open1 write2 write3 write4 => 1=X0 2=C1 3=I1 4=I1
        a finish of a closed zone needs an open resource on a disk | zbc limits | write4 close4 open1 open2 open3 finish4!TooManyOpenZones => 4=C1
        a finish of an empty zone needs an open resource on a disk | zbc limits | open1 open2 open3 finish4!TooManyOpenZones => 4=E0
        a finish of a closed zone needs no open resource on an SSD | zns limits | write4 close4 open1 open2 open3 finish4 => 4=F
        a finish of an empty zone needs no open resource on an SSD | zns limits | open1 open2 open3 finish4 => 4=F
        a finish of an empty zone closes the oldest open one on a disk | zbc limits | write1 write2 write3 finish4 => 1=C1 4=F
        a finish of an open zone needs nothing at the limit | both limits | open1 open2 open3 finish2 => 2=F
        a write to a closed zone waits in vain when all are explicitly open | both limits | write4 close4 open1 open2 open3 write4!TooManyOpenZones => 4=C1
        a write to an empty zone waits in vain when all are explicitly open | both limits | open1 open2 open3 write4!TooManyOpenZones => 4=E0
        an append to an empty zone waits in vain when all are explicitly open | both limits | open1 open2 open3 append4!TooManyOpenZones => 4=E0
        a filled zone gives its open resource to the next write | both limits | open1 open2 open3 fill3 write4 => 4=I1
        a reset zone gives its open resource to the next write | both limits | open1 open2 open3 reset3 write4 => 4=I1
        a write makes a disk close what was opened first | zbc limits | write1 write2 write3 write1 write4 => 1=C2 2=I1 3=I1 4=I1
        a write makes the runtime close what was written least recently | zns limits | write1 write2 write3 write1 write4 => 1=I2 2=C1 3=I1 4=I1
        a disk has no active limit | zbc limits | write1 write2 write3 write4 write5 write6 => 1=C1 2=C1 3=C1 6=I1
        an SSD's active limit stops the fifth zone | zns limits | write1 close1 write2 close2 write3 close3 write4 close4 write5!TooManyActiveZones => 5=E0
        an SSD's active limit stops an open too | zns limits | write1 close1 write2 close2 write3 close3 write4 close4 open5!TooManyActiveZones => 5=E0
        a finished zone gives its active resource back | zns limits | write1 close1 write2 close2 write3 close3 write4 finish1 write5 => 1=F 5=I1
        a reset zone gives its active resource back | zns limits | write1 close1 write2 close2 write3 close3 write4 reset1 write5 => 1=E0 5=I1
        a filled zone gives its active resource back | zns limits | write1 close1 write2 close2 write3 close3 write4 fill1 write5 => 1=F 5=I1
        a read up to the pointer succeeds | both | write1x2 read1@0x2 => 1=I2
        a read across the pointer gives zeroes by default | both | write1x2 read1@1x3 => 1=I2
        a read across the pointer is refused if asked | strict | write1x2 read1@1x3!ReadBeyondWritePointer => 1=I2
        a read above the pointer is refused if asked | strict | write1x2 read1@3!ReadBeyondWritePointer => 1=I2
        a read of an empty zone is refused if asked | strict | read1@0!ReadBeyondWritePointer => 1=E0
        a read of the gap is refused if asked | strict gap | fill1 read1@-0!ReadBeyondWritePointer => 1=F
        a read of the gap gives zeroes by default | both gap | fill1 read1@-1x3 => 1=F
        a read across two full zones is refused | both | fill1 fill2 read1@-1x>3!Argument
        a read from a full into an open zone is refused | both | fill1 write2x4 read1@-1x>1!Argument
        a read from a full into an empty zone is refused | both | fill1 read1@^1x2!Argument
        a read from an open into a full zone is refused | both | write1x2 fill2 read1@1x>1!Argument
        a read from above the pointer into a full zone is refused | both | write1x2 fill2 read1@4x>1!Argument
        a write above the pointer is refused | both | write1@1!Misaligned => 1=E0
        a write below the pointer is refused | both | write1x3 write1@1!Misaligned => 1=I3
        a write across the pointer is refused | both | write1x3 write1@2x2!Misaligned => 1=I3
        a write of part of a block is refused | both | writehalf1!Argument => 1=E0
        a write of a block and a half is refused | both | writemore1!Argument => 1=E0
        a write between two blocks is refused | both | writeoff1!Argument => 1=E0
        a write across the capacity is refused whole | both gap | near1 write1x2!Boundary => 1=I-1
        a write of more than the capacity is refused whole | both gap | write1@0x+1!Boundary => 1=E0
        an append across the capacity is refused whole | both | near1 append1x2!ZoneFull => 1=I-1
        a write into the gap is refused | both gap | near1 write1@-0!Misaligned => 1=I-1
        a write into the gap of a full zone is refused | both gap | fill1 write1@-0!ZoneFull => 1=F
        a write from an open into an empty zone is refused | both | near1 write1@-1x>1!Argument => 1=I-1 2=E0
        a write from a full into an open zone is refused | both | fill1 write2 write1@^1x2!Argument => 1=F 2=I1
        a write from below the pointer into a full zone is refused | both | write1x3 fill2 write1@2x>2!Argument => 1=I3 2=F
        a write from above the pointer into a full zone is refused | both | write1x3 fill2 write1@4x>2!Argument => 1=I3 2=F
        a write from a full into an empty zone is refused | both | fill1 write1@-1x>1!Argument => 1=F 2=E0
        a write across two empty zones from above the pointer is refused | both | write1@^1x2!Argument => 1=E0 2=E0
        a write to a zone that turned read-only fails | both | write1 readonly1 write1@1!ZoneReadOnly => 1=R
        a zone found read-only stays so | both | write1 readonly1 write1@1!ZoneReadOnly append1!ZoneReadOnly reset1!ZoneReadOnly => 1=R
        a read of a zone that turned read-only succeeds | both | write1 readonly1 read1@0 recover1 read1@0 => 1=R
        a zone that turned read-only cannot be opened | both | readonly1 open1!InvalidTransition => 1=R
        a zone that turned read-only cannot be closed | both | write1 readonly1 close1!InvalidTransition => 1=R
        a zone that turned read-only cannot be finished | both | readonly1 finish1!InvalidTransition => 1=R
        a zone that turned read-only cannot be reset | both | readonly1 reset1!InvalidTransition => 1=R
        a write to a zone that went offline fails | both | write1 offline1 write1@1!ZoneOffline => 1=O
        a read of a zone that went offline fails | both | write1 offline1 read1@0!ZoneOffline write1@1!ZoneOffline => 1=O
        a zone found offline stays so | both | offline1 append1!ZoneOffline append1!ZoneOffline read1@0!ZoneOffline reset1!ZoneOffline => 1=O
        a zone that went offline cannot be opened | both | offline1 open1!InvalidTransition => 1=O
        a zone that went offline cannot be closed | both | offline1 close1!InvalidTransition => 1=O
        a zone that went offline cannot be finished | both | offline1 finish1!InvalidTransition => 1=O
        a zone that went offline cannot be reset | both | offline1 reset1!InvalidTransition => 1=O
        a write to a zone that the device finished fails | both | write1 full1 write1@1!ZoneFull => 1=F
        a zone that the device finished is reset | both | write1 full1 append1!ZoneFull reset1 append1 => 1=I1
        """;

    public static IReadOnlyList<ConformanceCase> All { get; } = Read().Cases;

    private static CaseList Read()
    {
        CaseList list = new("commands");
        foreach (string line in Table.Split('\n'))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            string[] kinds = cells[1].Split(' ');
            string script = cells[2];
            list.AddNamed(cells[0], bench => ZoneScript.RunAsync(bench, script), new CaseNeeds
            {
                Flavour = kinds[0] switch { "zbc" => ZoneFlavour.Zbc, "zns" => ZoneFlavour.Zns, _ => null },
                Shape = new DriveShape { CapacityBlocks = 6, ConventionalZones = 1, MaxOpenZones = 3, MaxActiveZones = 4 },
                NeedsConventionalZone = ZoneScript.UsesZone(script, 0),
                Faults = ZoneScript.FaultsOf(script),
                Options = new ZonedDeviceOptions { ReadBeyond = kinds[0] == "strict" ? ReadBeyondPolicy.Throw : ReadBeyondPolicy.ZeroFill },
                HasGap = kinds.Contains("gap"),
                ReachesLimits = kinds.Contains("limits"),
                ResetsAll = script.Contains("resetall", StringComparison.Ordinal),
            });
        }

        return list;
    }
}
