"""What files may be sent: told by their content, never by their name."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

MAX_PER_MESSAGE = 10
MAX_PIXELS = 50_000_000

EXTENSIONS = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".log", ".csv"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (".pptx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
}
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_PARTS = {
    f"{media_type}.main+xml".encode(): media_type
    for media_type in (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    )
}
_ODT = b"application/vnd.oasis.opendocument.text"
_MARKUP = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype|\?xml|html|svg|script|head|body)\b", re.IGNORECASE | re.DOTALL)
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 64 * 1024

# What a file system, a header or a reader could stumble over: controls, marks that turn text around, reserved signs.
_UNFIT = re.compile('[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:"|?*\\\\/]')
_MAX_NAME = 120


def media_type(file: BinaryIO) -> str | None:
    """Return what `file` is, None for anything that is not accepted.

    Office files are zip archives: their table of contents tells them apart from other archives, and from their
    variants with macros.
    """
    head = file.read(_HEAD)
    file.seek(0)
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _office(file)
    return "text/plain" if _is_text(head) else None


def _office(file: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names):
                return None
            if "mimetype" in names:
                is_odt = _start(archive, "mimetype") == _ODT and "Basic/script-lc.xml" not in names
                return _ODT.decode() if is_odt else None
            if "[Content_Types].xml" in names:
                told = _start(archive, "[Content_Types].xml")
                return next((found for part, found in _PARTS.items() if part in told), None)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        pass  # not an archive after all, or one that nobody should open
    finally:
        file.seek(0)
    return None


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_HEAD)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        # A cut in the middle of a character is no reason to doubt, and Windows logs are often in its own code page.
        text = head.decode("utf-8-sig", "replace") if _is_utf8(head) else head.decode("cp1252", "replace")
    return bool(text.strip()) and not _BINARY.search(text) and not _MARKUP.match(text)


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) == _HEAD
    return True


def clean_name(name: str, media_type: str) -> str:
    """Return a name that is safe to show and to save, with the ending of what the file is.

    Args:
        name: As the sender's machine has it; folders are dropped.
        media_type: One of `EXTENSIONS`.
    """
    last = re.split(r"[\\/]", name)[-1]
    last = " ".join(_UNFIT.sub(" ", last).split()).strip(". ")
    endings = EXTENSIONS[media_type]
    stem, dot, ending = last.rpartition(".")
    if not dot:
        stem, ending = last, ""
    if f".{ending.lower()}" not in endings:
        stem, ending = last, endings[0][1:]
    return f"{stem[: _MAX_NAME - len(ending) - 1].strip('. ') or 'file'}.{ending}"
