"""Text and HTML. `CANARY_FILE` and `CANARY_URL` are what hostile content points at; nothing may ever open them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.gui.preview.corpus import CorpusFile

CANARY_FILE = "/tmp/toptickets-preview-canary.txt"
CANARY_URL = "http://127.0.0.1:9/canary"

_HOSTILE = {
    "script": "<script>document.location='{url}'</script><p>text</p>",
    "remote-image": '<img src="{url}"><p>text</p>',
    "local-image": '<img src="file://{file}"><p>text</p>',
    "iframe": '<iframe src="file://{file}"></iframe><iframe src="{url}"></iframe>',
    "style": '<style>@import url("{url}"); body {{ background: url(file://{file}) }}</style><p>text</p>',
    "refresh": '<meta http-equiv="refresh" content="0; url={url}"><p>text</p>',
    "object": '<object data="file://{file}"></object><embed src="{url}">',
    "form": '<form action="{url}"><input autofocus onfocus="this.form.submit()"></form>',
    "svg": '<svg><image href="file://{file}"/><script>x</script></svg>',
    "base": '<base href="file://{file}"><img src="x"><link rel="stylesheet" href="y">',
}


def files() -> Iterator[CorpusFile]:
    """Encodings, lengths, lines and hostile markup."""
    words = "Größe – 日本語 – עברית – 🙂 plain\n" * 50
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"):
        data = words.encode(encoding)
        yield CorpusFile(f"text-{encoding}.txt", "text/plain", data, is_sound=True, is_small_set=encoding == "utf-8")
    yield CorpusFile("text-latin1.txt", "text/plain", ("Größe und Länge\n" * 50).encode("latin-1"), is_sound=True)
    yield CorpusFile("empty.txt", "text/plain", b"")
    yield CorpusFile("nul.txt", "text/plain", b"a\0b\0" * 5000)
    yield CorpusFile("noise.txt", "text/plain", random.Random(1).randbytes(200_000))
    yield CorpusFile("one-line-4-mb.txt", "text/plain", b"x" * 4_000_000, is_small_set=True)
    yield CorpusFile("bidi.txt", "text/plain", ("\u202egnp.exe\u202c\n" * 300).encode())
    yield CorpusFile("combining.txt", "text/plain", ("a" + "\u0301" * 50_000).encode())
    yield CorpusFile("log-29-mb.log", "text/plain", b"2026-01-01 12:00:00 ERROR something happened in a place\n" * 520_000, is_sound=True)
    yield CorpusFile("page.html", "text/html", b"<h1>Title</h1><p>A <b>page</b>.</p>", is_sound=True, is_small_set=True)
    for name, markup in _HOSTILE.items():
        page = markup.format(url=CANARY_URL, file=CANARY_FILE).encode()
        yield CorpusFile(f"hostile-{name}.html", "text/html", page, is_small_set=name in {"local-image", "remote-image"})
    yield CorpusFile("deep.html", "text/html", b"<div>" * 50_000 + b"x", is_small_set=True)
    yield CorpusFile("wide-table.html", "text/html", b"<table><tr>" + b"<td>x</td>" * 20_000 + b"</tr></table>", is_sound=True)
    spans = b"<tr>" + b"<td colspan=50 rowspan=50>x</td>" * 5 + b"</tr>"
    yield CorpusFile("spanning-cells.html", "text/html", b"<table>" + spans * 2_000 + b"</table>", is_small_set=True)
    yield CorpusFile("long-list.html", "text/html", b"<ul>" + b"<li>item</li>" * 20_000 + b"</ul>")
    yield CorpusFile("long-attribute.html", "text/html", b'<p title="' + b"y" * 2_000_000 + b'">x</p>')
    yield CorpusFile("data-image-bomb.html", "text/html", b'<img width="99999" height="99999" src="data:image/png;base64,AAAA">')
