"""Decodes a PNG as far as it takes to know that it is one (www.w3.org/TR/png-3)."""

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type


class BadPicture(Exception):
    """No picture, or a broken one."""


def size_of(png: bytes) -> tuple[int, int]:
    """Give width and height in pixels. Raises BadPicture where not every pixel is there."""
    if not png.startswith(SIGNATURE):
        raise BadPicture("no PNG")
    try:
        chunks = list(_chunks(png))
        width, height, depth, colours, _, _, interlaced = struct.unpack("!IIBBBBB", chunks[0][1])
        pixels = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
    except (IndexError, struct.error, zlib.error) as error:
        raise BadPicture(str(error)) from error
    row = 1 + (width * depth * CHANNELS[colours] + 7) // 8
    if chunks[-1][0] != b"IEND" or interlaced or len(pixels) != row * height:
        raise BadPicture("cut off")
    return width, height


def plain_png(width: int, height: int) -> bytes:
    """Make a white picture."""
    header = struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\x00" + b"\xff" * ((width + 7) // 8)
    return SIGNATURE + b"".join(
        _chunk(kind, content)
        for kind, content in ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack_from("!I", png, place)
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        if _chunk(kind, content) != png[place : place + 12 + length]:
            raise BadPicture(f"a broken chunk {kind!r}")
        yield kind, content
        place += 12 + length


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack("!I", len(content)) + kind + content + struct.pack("!I", zlib.crc32(kind + content))
