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

    public void Append(ZoneRequest request)
    {
        request.Previous = Tail;
        request.Next = null;
        if (Tail is null)
        {
            Head = request;
        }
        else
        {
            Tail.Next = request;
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
        if (request.Previous is null)
        {
            Head = request.Next;
        }
        else
        {
            request.Previous.Next = request.Next;
        }

        if (request.Next is null)
        {
            Tail = request.Previous;
        }
        else
        {
            request.Next.Previous = request.Previous;
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
