from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.webchat import files
from webchat.domain.attachment import EXTENSIONS, clean_name, media_type
from webchat.domain.location import blank_location


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (files.picture("PNG"), "image/png"),
        (files.picture("JPEG"), "image/jpeg"),
        (files.picture("GIF"), "image/gif"),
        (files.picture("WEBP"), "image/webp"),
        (files.PDF, "application/pdf"),
        (b"12:00 error 0x80070005\r\n", "text/plain"),
        ("Wi-Fi déconnecté à 9 h".encode("cp1252"), "text/plain"),
        ("Fout: geen verbinding".encode("utf-16"), "text/plain"),
        (("é" * 40_000).encode(), "text/plain"),
        (files.DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (files.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (files.PPTX, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        (files.ODT, "application/vnd.oasis.opendocument.text"),
    ],
)
def test_what_is_accepted_is_known_by_its_content(content: bytes, expected: str) -> None:
    assert media_type(io.BytesIO(content)) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        files.SVG,
        b"\n <!-- hello --><SVG onload=alert(1)>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01",
        files.archive({"a.txt": "x"}),
        files.archive({"mimetype": "application/epub+zip"}),
        files.office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        files.office(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "word/vbaProject.bin"
        ),
        b"PK\x03\x04 not an archive",
    ],
)
def test_everything_else_is_not(content: bytes) -> None:
    assert media_type(io.BytesIO(content)) is None


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("scherm.PNG", "image/png", "scherm.PNG"),
        ("C:\\Users\\An\\foto.jpeg", "image/jpeg", "foto.jpeg"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("factuur.pdf.exe", "application/pdf", "factuur.pdf.exe.pdf"),
        ("gnp.\u202eexe.png", "image/png", "gnp. exe.png"),
        ('a"b\r\nSet-Cookie: x.txt', "text/plain", "a b Set-Cookie x.txt"),
        ("...", "image/gif", "file.gif"),
    ],
)
def test_names_are_made_fit(name: str, kind: str, expected: str) -> None:
    assert clean_name(name, kind) == expected


@given(st.text(max_size=300), st.sampled_from(sorted(EXTENSIONS)))
def test_a_clean_name_stays_as_it_is(name: str, kind: str) -> None:
    clean = clean_name(name, kind)

    assert clean_name(clean, kind) == clean
    assert len(clean) <= 120
    assert clean.lower().endswith(EXTENSIONS[kind])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_is_taken_out_and_nothing_else(kind: str) -> None:
    original = files.picture(kind, gps=True)
    image = bytearray(original)

    assert blank_location(image)
    assert not blank_location(bytearray(image))  # it is gone
    assert len(image) == len(original)
    with Image.open(io.BytesIO(bytes(image))) as after, Image.open(io.BytesIO(original)) as before:
        assert before.getexif().get_ifd(0x8825)
        assert not after.getexif().get_ifd(0x8825)
        assert after.getexif()[0x010F] == "Camera"
        assert after.tobytes() == before.tobytes()


def test_a_place_in_xmp_is_taken_out() -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>51,3.25N</exif:GPSLatitude></x:xmpmeta>"
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG", xmp=xmp)
    image = bytearray(stream.getvalue())

    assert blank_location(image)
    assert b"51,3.25N" not in image


@given(st.binary(max_size=400), st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b""]))
def test_broken_files_break_nothing(noise: bytes, start: bytes) -> None:
    image = bytearray(start + noise)
    n = len(image)

    blank_location(image)
    media_type(io.BytesIO(start + noise))

    assert len(image) == n


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@given(at=st.integers(0, 3000), noise=st.binary(min_size=1, max_size=8))
def test_damaged_pictures_break_nothing(kind: str, at: int, noise: bytes) -> None:
    image = bytearray(files.picture(kind, (16, 16), gps=True))
    at %= len(image)
    image[at : at + len(noise)] = noise
    n = len(image)

    blank_location(image)

    assert len(image) == n
