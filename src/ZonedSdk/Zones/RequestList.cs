using System.Runtime.InteropServices;
using ZonedSdk.Backends;

namespace ZonedSdk.Zones;

/// <summary>A doubly linked list through the requests themselves, so that no list allocates. A request is in at most one.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RequestList
{
    public ZoneRequest? Head { get; private set; }

    public ZoneRequest? Tail { get; private set; }

    public int Count { get; private set; }

    public readonly bool IsEmpty => Head is null;

    // A list of one is the rule, and storing null costs nothing where storing a reference does.
    public void Append(ZoneRequest request)
    {
        request.Next = null;
        if (Tail is { } tail)
        {
            request.Previous = tail;
            tail.Next = request;
        }
        else
        {
            request.Previous = null;
            Head = request;
        }

        Tail = request;
        Count++;
    }

    public void Prepend(ZoneRequest request)
    {
        request.Previous = null;
        request.Next = Head;
        if (Head is null)
        {
            Tail = request;
        }
        else
        {
            Head.Previous = request;
        }

        Head = request;
        Count++;
    }

    public void Remove(ZoneRequest request)
    {
        if (Count == 1)
        {
            Head = null;
            Tail = null;
            Count = 0;
            return;
        }

        if (request.Previous is { } previous)
        {
            previous.Next = request.Next;
        }
        else
        {
            Head = request.Next;
        }

        if (request.Next is { } next)
        {
            next.Previous = request.Previous;
        }
        else
        {
            Tail = request.Previous;
        }

        request.Previous = null;
        request.Next = null;
        Count--;
    }

    public ZoneRequest? RemoveHead()
    {
        ZoneRequest? head = Head;
        if (head is not null)
        {
            Remove(head);
        }

        return head;
    }
}
