namespace ZonedSdk.Simulation.Explorer;

/// <summary>Writes a state; every number of the models fits a byte, and a larger one is an error of the model.</summary>
internal ref struct StateWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Length { get; private set; }

    public void Byte(int value) => _target[Length++] = checked((byte)value);

    public void Flag(bool value) => _target[Length++] = value ? (byte)1 : (byte)0;

    public void Bytes(ReadOnlySpan<byte> values)
    {
        values.CopyTo(_target[Length..]);
        Length += values.Length;
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private int _position;

    public byte Byte() => _source[_position++];

    public bool Flag() => _source[_position++] != 0;

    public void Bytes(Span<byte> values)
    {
        _source.Slice(_position, values.Length).CopyTo(values);
        _position += values.Length;
    }
}
