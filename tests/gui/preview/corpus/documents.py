"""PDF, written by hand: sound, broken and hostile."""

from __future__ import annotations

from collections.abc import Iterator

from tests.gui.preview.corpus import CorpusFile, damaged
from tests.gui.preview.corpus.texts import CANARY_FILE, CANARY_URL

_PDF = "application/pdf"


def pdf(objects: dict[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A document of these objects, with a table of where they are."""
    data, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n" + b"".join(b"%d 1\n%010d 00000 n \n" % entry for entry in places.items())
    data += b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer, start)
    return bytes(data)


def pages(count: int, text: bytes = b"Page", *, catalog: bytes = b"", box: bytes = b"0 0 595 842", page: bytes = b"") -> dict[int, bytes]:
    """The objects of a document with so many pages of one line."""
    stream = b"BT /F1 24 Tf 72 700 Td (%s) Tj ET" % text
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(count))
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        **{
            10 + number: b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> %s >>"
            % (box, page)
            for number in range(count)
        },
    }


def files() -> Iterator[CorpusFile]:
    """Documents."""
    sound = pdf(pages(3))
    yield CorpusFile("three-pages.pdf", _PDF, sound, is_sound=True, is_small_set=True)
    yield CorpusFile("2000-pages.pdf", _PDF, pdf(pages(2_000)), is_sound=True)
    yield from damaged("three-pages.pdf", _PDF, sound)
    action = b"/OpenAction << /S /%s >>"
    for name, catalog in {
        "script": action % b"JavaScript /JS (app.alert(1))",
        "opens-address": action % (b"URI /URI (%s)" % CANARY_URL.encode()),
        "launches": action % (b"Launch /F (%s)" % CANARY_FILE.encode()),
        "goes-to-file": action % (b"GoToR /F (%s) /D [0 /Fit]" % CANARY_FILE.encode()),
        "submits": action % (b"SubmitForm /F (%s)" % CANARY_URL.encode()),
    }.items():
        yield CorpusFile(f"{name}.pdf", _PDF, pdf(pages(1, catalog=catalog)), is_sound=True, is_small_set=name == "launches")
    yield CorpusFile("huge-page.pdf", _PDF, pdf(pages(1, box=b"0 0 9000000 9000000")), is_small_set=True)
    yield CorpusFile("negative-page.pdf", _PDF, pdf(pages(1, box=b"0 0 -5 -5")))
    yield CorpusFile("nan-page.pdf", _PDF, pdf(pages(1, box=b"0 0 1e400 x")))
    loop = pages(1)
    loop[2] = b"<< /Type /Pages /Kids [2 0 R 10 0 R] /Count 99999999 >>"
    yield CorpusFile("loop.pdf", _PDF, pdf(loop), is_small_set=True)
    deep = pages(1)
    deep[5] = b"[" * 100_000 + b"]" * 100_000
    deep[1] = b"<< /Type /Catalog /Pages 2 0 R /Names 5 0 R >>"
    yield CorpusFile("deep-array.pdf", _PDF, pdf(deep), is_small_set=True)
    locked = b"/Root 1 0 R /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
    yield CorpusFile("encrypted.pdf", _PDF, pdf(pages(1), locked % (b"ab" * 32, b"cd" * 32)), is_small_set=True)
    yield CorpusFile("empty.pdf", _PDF, b"")
    yield CorpusFile("header-only.pdf", _PDF, b"%PDF-1.7\n")
    yield CorpusFile("text-called.pdf", _PDF, b"no document\n" * 100)
