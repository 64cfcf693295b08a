using System.Text;

namespace ZonedSdk.Hosting.Tests.Support;

/// <summary>Reads the wire format of protocol buffers: enough to look into what an exporter has sent, without the schema's code.</summary>
internal sealed class ProtobufReader
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtobufReader(ReadOnlyMemory<byte> message)
    {
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Varint(message.Span, ref at);
            int field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((field, Varint(message.Span, ref at), default));
                    break;
                case 1:
                    _fields.Add((field, BitConverter.ToUInt64(message.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(message.Span, ref at);
                    _fields.Add((field, 0, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    _fields.Add((field, BitConverter.ToUInt32(message.Span[at..]), default));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"There is no wire type {key & 7} (byte {at}).");
            }
        }
    }

    /// <summary>The messages in a field.</summary>
    public IEnumerable<ProtobufReader> Messages(int field) => _fields.Where(f => f.Field == field).Select(static f => new ProtobufReader(f.Bytes));

    /// <summary>The first text in a field; empty where there is none.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(_fields.Find(f => f.Field == field).Bytes.Span);

    /// <summary>The first number in a field; 0 where there is none, as the format has it.</summary>
    public ulong Number(int field) => _fields.Find(f => f.Field == field).Number;

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
