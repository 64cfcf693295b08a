namespace ZonedSdk.Backends;

/// <summary>What a <see cref="ZoneRequest"/> asks of the drive.</summary>
public enum ZoneRequestKind : byte
{
    /// <summary>Fill <see cref="ZoneRequest.Buffer"/> from <see cref="ZoneRequest.Offset"/>.</summary>
    Read = 0,

    /// <summary>Write <see cref="ZoneRequest.Buffer"/> at <see cref="ZoneRequest.Offset"/>. An append reaches the backend as this, its offset already assigned, unless the drive appends by itself.</summary>
    Write = 1,

    /// <summary>Write <see cref="ZoneRequest.Buffer"/>, whole or not at all, to a place in the zone that the drive chooses, and say which (<see cref="ZoneRequest.CompleteAppend"/>). Only where <see cref="BackendCapabilities.AppendsNatively"/> is set. Many of a zone may be at the drive at once, beside nothing else that writes to it.</summary>
    Append = 2,
}
