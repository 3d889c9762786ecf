"""What the bytes of a file are, by their first bytes: a suffix may lie."""

from ingest.model import Text

_PICTURE = Text("请提供该图片所依据的PDF", "give the PDF that the picture was taken from")
_UNPACK = Text("请解压后提供其中的文件", "unpack it and give the files inside")
_SAVE = Text("请另存为PDF后再试", "save it as PDF and give that")
_OTHER = Text("请提供PDF或文本形式的报告", "give the report as PDF or text")

_ZIP = (
    (b"word/", "Word 文件", "a Word file (.docx)"),
    (b"xl/", "Excel 文件", "an Excel file (.xlsx)"),
    (b"ppt/", "PowerPoint 文件", "a PowerPoint file (.pptx)"),
    (b"OFD.xml", "OFD 文件", "an OFD file"),
)
_MAGIC = (
    (b"\xff\xd8\xff", "JPEG 图片", "a JPEG picture", _PICTURE),
    (b"\x89PNG\r\n", "PNG 图片", "a PNG picture", _PICTURE),
    (b"GIF8", "GIF 图片", "a GIF picture", _PICTURE),
    (b"II*\x00", "TIFF 图片", "a TIFF picture", _PICTURE),
    (b"MM\x00*", "TIFF 图片", "a TIFF picture", _PICTURE),
    (b"BM", "BMP 图片", "a BMP picture", _PICTURE),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件", "an old Office file (.doc, .xls or .wps)", _SAVE),
    (b"Rar!", "RAR 压缩包", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf", "7-Zip 压缩包", "a 7-Zip archive", _UNPACK),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive", _UNPACK),
    (b"{\\rtf", "RTF 文件", "an RTF file", _SAVE),
    (b"\x7fELF", "程序", "a program", _OTHER),
    (b"MZ", "程序", "a program", _OTHER),
)


def is_pdf(data: bytes) -> bool:
    """Whether `%PDF` stands within the first 1024 bytes, as ISO 32000-1 annex H.3.4.1 lets readers look for it."""
    return b"%PDF" in data[:1024]


def foreign(data: bytes) -> tuple[Text, Text] | None:
    """Return what a file of another kind is and what to do about it; None if nothing is known about the bytes."""
    if data.startswith(b"PK\x03\x04"):
        for mark, zh, en in _ZIP:
            if mark in data:
                return _said(zh, en, _SAVE)
        return _said("ZIP 压缩包", "a ZIP archive", _UNPACK)
    for mark, zh, en, todo in _MAGIC:
        if data.startswith(mark) and (mark != b"BM" or b"\x00" in data[:16]):
            return _said(zh, en, todo)
    return None


def _said(zh: str, en: str, todo: Text) -> tuple[Text, Text]:
    return Text(f"是{zh}，不是PDF或文本", f"is {en}, not a PDF or text"), todo
