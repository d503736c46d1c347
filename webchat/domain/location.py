"""Take the place where a picture was made out of the file; the picture itself is not touched.

Everything is overwritten in place, so lengths and offsets stay as they were.

Source: Exif 2.32 (CIPA DC-008), TIFF 6.0 section 2, PNG 3rd edition section 11.3.4.2, XMP part 3.
"""

from __future__ import annotations

import re
import struct
import zlib

_GPS_TAG = 0x8825
_SIZE_OF = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_XMP_GPS = re.compile(rb"(?:exif:GPS|GPano:|photoshop:City|Iptc4xmpCore:Location)")
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)


def blank_location(image: bytearray) -> bool:
    """Overwrite the place in a JPEG, PNG or WebP file; returns whether there was one."""
    if image.startswith(b"\xff\xd8"):
        blocks = [start + 6 for start, end in _jpeg_segments(image) if image[start : start + 6] == b"Exif\0\0"]
    elif image.startswith(b"\x89PNG"):
        blocks = [start for kind, start, _ in _png_chunks(image) if kind == b"eXIf"]
    elif image[:4] == b"RIFF":
        blocks = [start + 6 * (image[start : start + 4] == b"Exif") for start in _webp_exif(image)]
    else:
        return False
    found = [_blank_exif(image, start) for start in blocks]
    found.append(_blank_xmp(image))
    if any(found) and image.startswith(b"\x89PNG"):
        for _, start, end in list(_png_chunks(image)):
            image[end : end + 4] = struct.pack(">I", zlib.crc32(image[start - 4 : end]))
    return any(found)


def _blank_xmp(image: bytearray) -> bool:
    hits = [match.span() for match in _XMP.finditer(bytes(image)) if _XMP_GPS.search(match[0])]
    for start, end in hits:
        image[start:end] = b" " * (end - start)
    return bool(hits)


def _jpeg_segments(image: bytearray) -> list[tuple[int, int]]:
    """Return start and end of the contents of each segment before the picture's data."""
    found, at = [], 2
    while at + 4 <= len(image) and image[at] == 0xFF and image[at + 1] not in (0xDA, 0xD9):
        length = int.from_bytes(image[at + 2 : at + 4], "big")
        found.append((at + 4, at + 2 + length))
        at += 2 + max(2, length)
    return found


def _png_chunks(image: bytearray) -> list[tuple[bytes, int, int]]:
    """Return kind, start and end of the contents of each chunk."""
    found, at = [], 8
    while at + 12 <= len(image):
        length = int.from_bytes(image[at : at + 4], "big")
        if at + 12 + length > len(image):
            break
        found.append((bytes(image[at + 4 : at + 8]), at + 8, at + 8 + length))
        at += 12 + length
    return found


def _webp_exif(image: bytearray) -> list[int]:
    found, at = [], 12
    while at + 8 <= len(image):
        length = int.from_bytes(image[at + 4 : at + 8], "little")
        if image[at : at + 4] == b"EXIF":
            found.append(at + 8)
        at += 8 + length + length % 2
    return found


def _blank_exif(image: bytearray, start: int) -> bool:
    """Overwrite the entries of the GPS directory, and its pointer's, of a TIFF block."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(image[start : start + 2]))
    if order is None:
        return False
    try:
        (first,) = struct.unpack_from(f"{order}I", image, start + 4)
        for entry in _entries(image, start + first, order):
            tag, _, _ = struct.unpack_from(f"{order}HHI", image, entry)
            if tag == _GPS_TAG:
                (directory,) = struct.unpack_from(f"{order}I", image, entry + 8)
                return _blank_directory(image, start, start + directory, order)
    except struct.error:
        pass  # it ends too early: nothing a reader could find a place in
    return False


def _entries(image: bytearray, directory: int, order: str) -> list[int]:
    (n,) = struct.unpack_from(f"{order}H", image, directory)
    entries = (directory + 2 + 12 * i for i in range(n))
    return [entry for entry in entries if entry + 12 <= len(image)]


def _blank_directory(image: bytearray, start: int, directory: int, order: str) -> bool:
    entries = _entries(image, directory, order)
    for entry in entries:
        _, kind, count = struct.unpack_from(f"{order}HHI", image, entry)
        size = _SIZE_OF.get(kind, 1) * count
        if size > 4:
            (value,) = struct.unpack_from(f"{order}I", image, entry + 8)
            end = min(start + value + size, len(image))
            image[start + value : end] = bytes(max(0, end - start - value))
        image[entry : entry + 12] = bytes(12)
    image[directory : directory + 2] = b"\0\0"
    return bool(entries)
