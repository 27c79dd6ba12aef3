"""A job that makes HTML inert: no script, no style, no form, nothing fetched, links and pictures as words.

The cleaning is nh3's (ammonia, html5ever). A second pass writes what links lead to behind their words and pictures as their
descriptions, keeps nesting shallow (Qt lays out deeply nested tables in exponential time), and its result is cleaned once more.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import nh3
from charset_normalizer import from_bytes

from toptickets_desktop.decoding.results import Result, Source
from toptickets_desktop.domain.visible_names import visible_characters

CONTENT_BYTES_MAX = 32 * 1024 * 1024
MARKUP_CHARACTERS_MAX = 4_000_000
SHOWN_CHARACTERS_MAX = 150_000
"""Qt lays out a document on the window's thread; the rest of a longer one is in its source."""

DEPTH_MAX = 24
TABLE_DEPTH_MAX = 3
LINK_CHARACTERS_MAX = 300

_TEXT_TAGS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "blockquote", "pre", "code", "kbd", "samp", "tt", "br", "hr"}
    | {"b", "strong", "i", "em", "u", "s", "small", "sub", "sup"}
)
_LIST_TAGS = frozenset({"ul", "ol", "li", "dl", "dt", "dd"})
_TABLE_TAGS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
TAGS = _TEXT_TAGS | _LIST_TAGS | _TABLE_TAGS
_VOID_TAGS = frozenset({"br", "hr"})
_SPAN_MAX = 50
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)


def html_job(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:  # noqa: ARG001  # all jobs take them
    """HTML that is safe to lay out, in UTF-8; facts say whether it was cut short."""
    inert, is_cut_short = inert_html(decode_html(source.read(CONTENT_BYTES_MAX)))
    yield Result({"is_cut_short": is_cut_short}, data=inert.encode("utf-8", "replace"))


def decode_html(data: bytes) -> str:
    """The markup as text: by its mark, its own word for it, or what it looks like."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    said = _CHARSET.search(data[:4096])
    for name in ("utf-8", said.group(1).decode("ascii") if said else ""):
        try:
            if name:
                return data.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    best = from_bytes(data[: 64 * 1024]).best()
    return data.decode("cp1252" if best is None else best.encoding, "replace")


def inert_html(markup: str) -> tuple[str, bool]:
    """The markup without anything that acts or fetches, and whether something was left off at the end."""
    is_cut_short = len(markup) > MARKUP_CHARACTERS_MAX
    first = nh3.clean(
        markup[:MARKUP_CHARACTERS_MAX],
        tags={*TAGS, "a", "img"},
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea", "select"},
        attributes={"a": {"href"}, "img": {"alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "*": {"dir"}},
        link_rel=None,
    )
    writer = _Writer()
    writer.feed(first)
    writer.close()
    written = writer.finished()
    attributes = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "*": {"dir"}}
    return nh3.clean(written, tags=set(TAGS), attributes=attributes, link_rel=None), is_cut_short or writer.is_full


class _Writer(HTMLParser):
    """Writes cleaned markup again, flatter and with words for links and pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.is_full = False
        self._parts: list[str] = []
        self._length = 0
        self._open: list[str] = []
        self._skipped: list[str] = []  # tags that are open but were not written
        self._links: list[tuple[str, int]] = []

    def finished(self) -> str:
        self._parts += [f"</{tag}>" for tag in reversed(self._open)]
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.is_full:
            return
        values = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._links.append((values.get("href", ""), len(self._parts)))
        elif tag == "img":
            if values.get("alt"):
                self._write(f"<i>[{_escaped(values['alt'][:LINK_CHARACTERS_MAX])}]</i>")
        elif tag in _VOID_TAGS:
            self._write(f"<{tag}>")
        elif len(self._open) >= DEPTH_MAX or (tag == "table" and self._open.count("table") >= TABLE_DEPTH_MAX):
            self._skipped.append(tag)
        else:
            self._open.append(tag)
            self._write(f"<{tag}{_attributes(values)}>")

    def handle_endtag(self, tag: str) -> None:
        if self.is_full or tag in _VOID_TAGS:
            return
        if tag == "a":
            if self._links:
                address, first = self._links.pop()
                words = re.sub(r"<[^>]*>", "", "".join(self._parts[first:]))
                if address and html.unescape(words).strip() != address:
                    self._write(f" <small>[{_escaped(address[:LINK_CHARACTERS_MAX])}]</small>")
        elif tag in self._skipped:
            self._skipped.remove(tag)
        elif tag in self._open:
            while self._open:
                inner = self._open.pop()
                self._write(f"</{inner}>")
                if inner == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self.is_full:
            self._write(_escaped(data[: SHOWN_CHARACTERS_MAX - self._length]))

    def _write(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)
        self.is_full = self._length >= SHOWN_CHARACTERS_MAX


def _escaped(text: str) -> str:
    """As markup, with what cannot be seen made visible as in a name; white space stays."""
    if not (text.isascii() and text.isprintable()):
        pieces = zip(text, visible_characters(text), strict=True)
        text = "".join(character if character in "\t\n\r" else piece for character, piece in pieces)
    return html.escape(text)


def _attributes(values: dict[str, str]) -> str:
    spans = {name: int(values[name][:6]) for name in ("colspan", "rowspan") if values.get(name, "").isdecimal()}
    kept = [f' {name}="{span}"' for name, span in spans.items() if 1 < span <= _SPAN_MAX]
    if values.get("dir") in {"ltr", "rtl"}:
        kept.append(f' dir="{values["dir"]}"')
    return "".join(kept)
