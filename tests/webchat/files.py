"""Files to send, made here: small, real, of every kind that is accepted and some that are not."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

GPS = {1: "N", 2: (51.0, 3.0, 15.5), 3: "E", 4: (3.0, 43.0, 30.25)}


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 400), *, gps: bool = False, orientation: int = 1) -> bytes:
    image = Image.new("RGB", size, (30, 90, 160))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera"
    if gps:
        exif[0x8825] = GPS
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif) if kind != "GIF" else image.save(stream, kind)
    return stream.getvalue()


def office(content_type: str, *more: str) -> bytes:
    return archive({"[Content_Types].xml": f'<Override ContentType="{content_type}"/>', **dict.fromkeys(more, "x")})


def archive(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return stream.getvalue()


_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = office(f"{_OOXML}.wordprocessingml.document.main+xml")
XLSX = office(f"{_OOXML}.spreadsheetml.sheet.main+xml")
PPTX = office(f"{_OOXML}.presentationml.presentation.main+xml")
ODT = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
SVG = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
