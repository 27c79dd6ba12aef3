"""What a file is, told from its bytes and not from its name.

Signatures of the listed types: WHATWG "MIME Sniffing" sections 6 and 7, and the formats' own specifications (RFC 1952 gzip, RFC 3533
Ogg, RFC 8794 EBML, ISO/IEC 14496-12, QuickTime File Format, APPNOTE.TXT for zip, 7zFormat.txt). The others: shared-mime-info.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

HEAD_BYTES = 64 * 1024
_PDF_HEADER_WITHIN_BYTES = 1024  # ISO 32000-1, annex H, implementation note 13

PLAIN_TEXT = "text/plain"
HTML = "text/html"
SVG = "image/svg+xml"
SCRIPT = "application/x-script"
PDF = "application/pdf"
ZIP = "application/zip"
OFFICE_IN_ZIP = "application/vnd.openxmlformats-officedocument"

# Bytes that no text has, in no ASCII-compatible encoding: controls but tab, line ends, form feed, backspace, escape (colours in logs)
# and the end-of-file mark of DOS.
_NOT_TEXT = bytes(code for code in range(0x20) if code not in b"\t\n\r\f\b\x1b\x1a")
_TEXT = bytes(code for code in range(256) if code not in _NOT_TEXT)
_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NOT_TEXT_CHARACTERS = re.compile(f"[{re.escape(_NOT_TEXT.decode('latin-1'))}\ufffe\uffff]")

# At offset 0; the first that fits counts.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"dex\n03", "application/x-dex"),
    (b"\0asm", "application/wasm"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"\x04\x22\x4d\x18", "application/x-lz4"),
    (b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    (b"!<arch>\n", "application/x-archive"),
    (b"\xed\xab\xee\xdb", "application/x-rpm"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\0\0\x01\0", "image/x-icon"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\xff\x0a", "image/jxl"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"fLaC", "audio/flac"),
    (b"FLV\x01", "video/x-flv"),
    (b"\0\0\x01\xba", "video/mpeg"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-wmv"),
)

_MP4_BRANDS = frozenset(
    {b"isom", b"mp41", b"mp42", b"mp71", b"avc1", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"mmp4", b"dash", b"f4v ", b"NDSC", b"XAVC"}
)
_TYPE_OF_BRAND = {
    b"qt  ": "video/quicktime",
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "image/heic"),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), "audio/mp4"),
    b"crx ": "image/x-canon-cr3",
}
# A QuickTime file from before there was `ftyp` begins with one of these.
_QUICKTIME_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})

_OGG_VIDEO = (b"\x80theora", b"BBCD\0", b"OVP80")
_OGG_AUDIO = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")

# WHATWG "MIME Sniffing" section 7.1: the tags that tell HTML when nobody says what it is.
_HTML_START = re.compile(
    rb"(?:<!doctype html|<(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)|<!--)(?=[\s>-]|$)", re.IGNORECASE
)
_SVG_START = re.compile(rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype svg[^>]*>\s*)*<(?:svg:)?svg[\s>]", re.IGNORECASE | re.DOTALL)
_ODF_TYPE = re.compile(rb"application/(?:vnd\.oasis\.opendocument\.[a-z\-]{1,40}|epub\+zip)")


def sniff(head: bytes) -> str | None:
    """The MIME type that a file's first bytes show, None when they show nothing known.

    `text/plain`, `text/html`, `image/svg+xml` and script say only that the head is text: the rest is to be checked with `is_text`.
    """
    if head.lstrip(b"\xef\xbb\xbf\t\n\r\f ").startswith(b"%PDF-"):
        return PDF
    if is_text([head]):
        return _sniff_text(head)
    return _sniff_binary(head)


def has_pdf_header(head: bytes) -> bool:
    """Whether a PDF begins somewhere in the first kilobyte, as readers accept it; a text may quote one there too."""
    return b"%PDF-" in head[: _PDF_HEADER_WITHIN_BYTES + 5]


def is_zip(head: bytes) -> bool:
    """Whether a zip file begins here, whatever it is a container of (APPNOTE.TXT sections 4.3.7, 4.3.16 and 8.5.4)."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def is_text(blocks: Iterable[bytes]) -> bool:
    """Whether the blocks, one after the other, are text.

    That is UTF-16 with its mark, or any encoding that keeps ASCII where it is (UTF-8, Latin, Cyrillic, Shift-JIS …).
    """
    decoder: codecs.IncrementalDecoder | None = None
    is_first = True
    for block in blocks:
        text_block = block
        if is_first:
            is_first = False
            encoding = _UTF16_MARKS.get(block[:2])
            if encoding is not None:
                decoder = codecs.getincrementaldecoder(encoding)()
                text_block = block[2:]
        if decoder is None:
            if text_block.translate(None, _TEXT):
                return False
            continue
        try:
            if _NOT_TEXT_CHARACTERS.search(decoder.decode(text_block)):
                return False
        except UnicodeDecodeError:
            return False
    return True


def _sniff_text(head: bytes) -> str:
    encoding = _UTF16_MARKS.get(head[:2])
    if encoding is not None:
        head = head[2:].decode(encoding, errors="ignore").encode(errors="ignore")
    start = head.removeprefix(codecs.BOM_UTF8).lstrip(b"\t\n\r\f ")
    if start.startswith(b"#!"):
        return SCRIPT
    if start.startswith(b"{\\rtf"):
        return "application/rtf"
    if start.startswith(b"%!PS"):
        return "application/postscript"
    if _SVG_START.match(start[:4096]):
        return SVG
    if _HTML_START.match(start[:64]):
        return HTML
    return PLAIN_TEXT


def _sniff_binary(head: bytes) -> str | None:
    if is_zip(head):
        return _sniff_zip(head)
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12])
    if head[:4] == b"OggS":
        return _sniff_ogg(head)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return _sniff_ebml(head)
    if head[:4] == b"\xca\xfe\xba\xbe":
        # Java's class files and Apple's fat binaries share this mark; a class file's version stands where the count of programs would.
        return "application/java-vm" if int.from_bytes(head[4:8], "big") > 0x20 else "application/x-mach-binary"
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    if head[4:8] in _QUICKTIME_ATOMS and head[0] <= 1:
        return "video/quicktime"
    if head[257:262] == b"ustar":
        return "application/x-tar"
    for signature, mime in _SIGNATURES:
        if head.startswith(signature):
            return mime
    return PDF if has_pdf_header(head) else None


def _sniff_zip(head: bytes) -> str:
    """Tell what is kept inside a zip: office documents, programs and packages are zip files too. By the first entries' names."""
    name_bytes = int.from_bytes(head[26:28], "little")
    first_name = head[30 : 30 + name_bytes]
    content = head[30 + name_bytes + int.from_bytes(head[28:30], "little") :]
    if first_name == b"mimetype":
        found = _ODF_TYPE.match(content)
        return found.group().decode() if found else ZIP
    if first_name.startswith((b"[Content_Types].xml", b"_rels/.rels", b"docProps/")):
        return OFFICE_IN_ZIP
    if b"AndroidManifest.xml" in head or first_name == b"classes.dex":
        return "application/vnd.android.package-archive"
    if first_name.startswith(b"META-INF/"):
        return "application/java-archive"
    return ZIP


def _sniff_brands(head: bytes) -> str | None:
    """The `ftyp` box (ISO/IEC 14496-12 section 4.3): the major brand, then the compatible ones, four bytes each."""
    box_bytes = min(int.from_bytes(head[:4], "big"), len(head), 512)
    major, minors = head[8:12], [head[offset : offset + 4] for offset in range(16, box_bytes - 3, 4)]
    if major in {b"mif1", b"msf1"} and {b"avif", b"avis"} & set(minors):
        return "image/avif"
    for brand in (major, *minors):
        if brand in _TYPE_OF_BRAND:
            return _TYPE_OF_BRAND[brand]
        if brand in _MP4_BRANDS or brand.startswith(b"iso"):
            return "video/mp4"
    return "video/3gpp" if major.startswith(b"3g") else None


def _sniff_ebml(head: bytes) -> str | None:
    """The EBML header's DocType (RFC 8794 section 11.2.4): id 42 82, a length of one byte, then the name."""
    position = head.find(b"\x42\x82", 4, 128)
    if position < 0 or position + 3 > len(head):
        return None
    length_bytes = head[position + 2] & 0x7F
    doc_type = head[position + 3 : position + 3 + length_bytes].rstrip(b"\0")
    return {b"webm": "video/webm", b"matroska": "video/x-matroska"}.get(doc_type)


def _sniff_ogg(head: bytes) -> str | None:
    """Walk the pages that begin a stream (RFC 3533 section 6): one of a picture makes it a video."""
    found = None
    position = 0
    while head[position : position + 4] == b"OggS" and len(head) >= position + 27:
        begins_stream = head[position + 5] & 0x02
        if not begins_stream:
            break
        segments = head[position + 27 : position + 27 + head[position + 26]]
        payload = head[position + 27 + len(segments) :]
        if payload.startswith(_OGG_VIDEO):
            return "video/ogg"
        if payload.startswith(_OGG_AUDIO):
            found = "audio/ogg"
        position += 27 + len(segments) + sum(segments)
    return found
