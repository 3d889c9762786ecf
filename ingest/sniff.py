"""What the bytes of a file are, by their first bytes: a suffix may lie."""

_ZIP = (
    (b"word/", "a Word file (.docx)"),
    (b"xl/", "an Excel file (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
    (b"OFD.xml", "an OFD file"),
)
_MAGIC = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls or .wps)"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


def is_pdf(data: bytes) -> bool:
    """Whether `%PDF` stands within the first 1024 bytes, as ISO 32000-1 annex H.3.4.1 lets readers look for it."""
    return b"%PDF" in data[:1024]


def foreign(data: bytes) -> tuple[str, str] | None:
    """Return what a file of another kind is and what to do about it; None if nothing is known about the bytes."""
    if data.startswith(b"PK\x03\x04"):
        what = next((name for mark, name in _ZIP if mark in data), "a ZIP archive")
    else:
        what = next((name for mark, name in _MAGIC if data.startswith(mark)), "")
    if not what or (what == "a BMP picture" and b"\x00" not in data[:16]):
        return None
    return f"is {what}, not a PDF or text", _todo(what)


def _todo(what: str) -> str:
    if "picture" in what:
        return "give the PDF that the picture was taken from"
    if "archive" in what:
        return "unpack it and give the files inside"
    if "program" in what:
        return "give the report as PDF or text"
    return "save it as PDF and give that"
