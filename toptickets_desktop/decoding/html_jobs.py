"""A job that makes HTML inert: no script, no style, no form, nothing fetched, links and pictures as words.

The cleaning is nh3's (ammonia, html5ever). A second pass writes what links lead to behind their words and pictures as their
descriptions, keeps nesting shallow (Qt lays out deeply nested tables in exponential time), and its result is cleaned once more.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import nh3
from charset_normalizer import from_bytes

from toptickets_desktop.decoding.results import Result, Source
from toptickets_desktop.domain.visible_names import visible_characters

CONTENT_BYTES_MAX = 32 * 1024 * 1024
MARKUP_CHARACTERS_MAX = 2_000_000
SHOWN_CHARACTERS_MAX = 150_000
PIECE_COST_MAX = 40_000
SHOWN_COST_MAX = 6 * PIECE_COST_MAX
"""Qt lays out a document on the window's thread, so a page comes in pieces that each take it some hundredths of a second. A cost is about
that of laying out one character of plain text; all of it is laid out again when the window's size changes. The rest is in the source."""

_TAG_COST, _BLOCK_COST, _ITEM_COST, _ROW_COST, _CELL_COST, _SLOT_COST = 10, 30, 150, 60, 200, 40
DEPTH_MAX = 24
MARKUP_DEPTH_MAX = 500
"""Of elements that need an end tag: what it takes to build the tree grows with the square of that."""

TABLE_DEPTH_MAX = 3
LINK_CHARACTERS_MAX = 300

_INLINE_TAGS = frozenset({"span", "code", "kbd", "samp", "tt", "b", "strong", "i", "em", "u", "s", "small", "sub", "sup"})
_TEXT_TAGS = _INLINE_TAGS | {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "blockquote", "pre", "br", "hr"}
_LIST_TAGS = frozenset({"ul", "ol", "li", "dl", "dt", "dd"})
_TABLE_TAGS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
TAGS = _TEXT_TAGS | _LIST_TAGS | _TABLE_TAGS
_VOID_TAGS = frozenset({"br", "hr"})
_SPAN_MAX = 20
_FEED_CHARACTERS = 16_384
_CLOSES_ITSELF = frozenset(
    {
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "option",
        "optgroup",
        "rt",
        "rp",
        "html",
        "head",
        "body",
    }
    | {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)


def html_job(source: Source, parameters: dict[str, Any]) -> Iterator[Result]:  # noqa: ARG001  # all jobs take them
    """HTML that is safe to lay out, in UTF-8, in pieces that follow each other; facts say whether it was cut short."""
    pieces, is_cut_short = inert_html(decode_html(source.read(CONTENT_BYTES_MAX)))
    for number, piece in enumerate(pieces, 1):
        yield Result({"is_cut_short": is_cut_short}, data=piece.encode("utf-8", "replace"), is_partial=number < len(pieces))


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


def inert_html(markup: str) -> tuple[list[str], bool]:
    """The markup without anything that acts or fetches, as at least one piece, and whether something was left off at the end."""
    taken = markup[: min(MARKUP_CHARACTERS_MAX, _too_deep_at(markup))]
    first = nh3.clean(
        taken,
        tags={*TAGS, "a", "img"},
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea", "select"},
        attributes={"a": {"href"}, "img": {"alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "*": {"dir"}},
        link_rel=None,
    )
    writer = _Writer()
    for start in range(0, len(first), _FEED_CHARACTERS):
        if writer.is_full:
            break
        writer.feed(first[start : start + _FEED_CHARACTERS])
    writer.close()
    attributes = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "*": {"dir"}}
    pieces = [nh3.clean(piece, tags=set(TAGS), attributes=attributes, link_rel=None) for piece in writer.finished()]
    return pieces, len(taken) < len(markup) or writer.is_full


def _too_deep_at(markup: str) -> int:
    """Where elements are nested absurdly deeply, or the end."""
    depth = 0
    for tag in _TAG.finditer(markup, 0, MARKUP_CHARACTERS_MAX):
        if tag[2].lower() not in _CLOSES_ITSELF:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > MARKUP_DEPTH_MAX:
                return tag.start()
    return len(markup)


@dataclass(slots=True)
class _Grid:
    """What an open table has so far: Qt keeps a slot for each row and column, and cells that span rows push others aside."""

    rows: int = 0
    columns: int = 0
    columns_now: int = 0
    columns_taken: int = 0

    def start_row(self) -> int:
        """Says how many slots came."""
        self.rows += 1
        self.columns_now = self.columns_taken
        return self.columns

    def add_cell(self, columns: int, rows: int) -> int:
        """Says how many slots came."""
        self.columns_now += columns
        self.columns_taken += columns if rows > 1 else 0
        added = max(0, self.columns_now - self.columns)
        self.columns += added
        return added * max(1, self.rows) + columns * rows


class _Writer(HTMLParser):
    """Writes cleaned markup again, flatter, with words for links and pictures, and in pieces."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.is_full = False
        self._pieces: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._cost = 0
        self._piece_cost = 0
        self._open: list[str] = []
        self._grids: list[_Grid] = []
        self._skipped: list[str] = []  # tags that are open but were not written
        self._links: list[tuple[str, int]] = []

    def finished(self) -> list[str]:
        """The pieces; each has all its end tags."""
        self._end_piece()
        return self._pieces

    def _end_piece(self) -> None:
        self._pieces.append("".join([*self._parts, *(f"</{tag}>" for tag in reversed(self._open))]))
        self._parts = [f"<{tag}>" for tag in self._open]
        self._links = [(address, 0) for address, _first in self._links]
        self._grids = [_Grid(1, 1, 0, 0) for _ in self._grids]
        self._piece_cost = 0

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
            self._write(f"<{tag}>", _BLOCK_COST)
            if self._piece_cost >= PIECE_COST_MAX:
                self._end_piece()
        elif len(self._open) >= DEPTH_MAX or (tag == "table" and self._open.count("table") >= TABLE_DEPTH_MAX):
            self._skipped.append(tag)
        else:
            spans = _spans(values)
            cost = self._cost_of(tag, spans)
            if self._piece_cost + cost > PIECE_COST_MAX:
                self._end_piece()
                cost = self._cost_of(tag, spans)
            self._open.append(tag)
            if tag == "table":
                self._grids.append(_Grid())
            self._write(f"<{tag}{_attributes(values, spans)}>", cost)

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
                if inner == "table":
                    self._grids.pop()
                self._write(f"</{inner}>")
                if inner == tag:
                    break

    def handle_data(self, data: str) -> None:
        text = data[: SHOWN_CHARACTERS_MAX - self._length]
        while text and not self.is_full:
            if self._piece_cost >= PIECE_COST_MAX:
                self._end_piece()
            part = text[: PIECE_COST_MAX - self._piece_cost]
            text = text[len(part) :]
            self._write(_escaped(part))

    def _cost_of(self, tag: str, spans: dict[str, int]) -> int:
        if tag == "tr" and self._grids:
            return _ROW_COST + _SLOT_COST * self._grids[-1].start_row()
        if tag in {"td", "th"} and self._grids:
            return _CELL_COST + _SLOT_COST * self._grids[-1].add_cell(spans.get("colspan", 1), spans.get("rowspan", 1))
        if tag in {"li", "dt", "dd"}:
            return _ITEM_COST
        return _TAG_COST if tag in _INLINE_TAGS else _BLOCK_COST

    def _write(self, part: str, cost: int = 0) -> None:
        self._parts.append(part)
        self._length += len(part)
        self._cost += len(part) + cost
        self._piece_cost += len(part) + cost
        self.is_full = self._length >= SHOWN_CHARACTERS_MAX or self._cost >= SHOWN_COST_MAX


def _escaped(text: str) -> str:
    """As markup, with what cannot be seen made visible as in a name; white space stays."""
    if not (text.isascii() and text.isprintable()):
        pieces = zip(text, visible_characters(text), strict=True)
        text = "".join(character if character in "\t\n\r" else piece for character, piece in pieces)
    return html.escape(text)


def _spans(values: dict[str, str]) -> dict[str, int]:
    spans = {name: int(values[name][:6]) for name in ("colspan", "rowspan") if values.get(name, "").isdecimal()}
    return {name: span for name, span in spans.items() if 1 < span <= _SPAN_MAX}


def _attributes(values: dict[str, str], spans: dict[str, int]) -> str:
    kept = [f' {name}="{span}"' for name, span in spans.items()]
    if values.get("dir") in {"ltr", "rtl"}:
        kept.append(f' dir="{values["dir"]}"')
    return "".join(kept)
