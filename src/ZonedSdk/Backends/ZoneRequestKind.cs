namespace ZonedSdk.Backends;

/// <summary>What a <see cref="ZoneRequest"/> asks of the drive.</summary>
public enum ZoneRequestKind : byte
{
    /// <summary>Fill <see cref="ZoneRequest.Buffer"/> from <see cref="ZoneRequest.Offset"/>.</summary>
    Read = 0,

    /// <summary>Write <see cref="ZoneRequest.Buffer"/> at <see cref="ZoneRequest.Offset"/>. An append reaches the backend as this, its offset already assigned.</summary>
    Write = 1,
}
