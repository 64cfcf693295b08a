namespace Mistakes;

/// <summary>The annotations of what is inherited come from the library between.</summary>
public sealed class Inherited : Middle.Store
{
    public int Peek() => Count;

    public int Read()
    {
        lock (Gate)
        {
            return Count;
        }
    }
}
