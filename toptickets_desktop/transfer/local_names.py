"""Names for saved files, made from strangers' names: none leads out of the folder, hides, shows a false ending or is too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pathvalidate import sanitize_filename

from toptickets_desktop.domain.file_rules import MAX_NAME_BYTES

_PART_SUFFIX = ".part"

# Controls, formats (bidi marks make "gpj.exe" look like "exe.jpg"), lone surrogates, line and paragraph separators.
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# "Naming Files, Paths, and Namespaces" (Windows): not as the whole name, nor before the first dot, in either case.
_RESERVED_STEM = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)

_ENDING = re.compile(r"(?:\.tar)?\.[^\s.]{1,16}", re.IGNORECASE)


def safe_name(filename: str, *, fallback: str = "attachment") -> str:
    """A name that can be saved on every system and that means one file in one folder.

    Args:
        filename: what the service says; anything may be in it.
        fallback: what to use when nothing is left; must itself be safe.
    """
    name = re.split(r"[/\\]", filename.rstrip("/\\"))[-1]
    name = "".join(character for character in name if unicodedata.category(character) not in _DROPPED_CATEGORIES)
    name = unicodedata.normalize("NFC", name)
    # pathvalidate knows what Windows forbids. It lets '', '.' and bidi marks pass, and cuts the ending off what is too long: that is ours.
    name = sanitize_filename(_fitted(_trimmed(name)), replacement_text="_", platform="universal")
    name = _trimmed(name)
    if not name:
        return fallback
    if name.startswith("."):
        name = f"_{name}"
    stem = name.partition(".")[0].rstrip()
    if _RESERVED_STEM.fullmatch(stem):
        name = f"_{name}"
    return unicodedata.normalize("NFC", _fitted(name))


def numbered(name: str, number: int) -> str:
    """`a.png` → `a (2).png`, at most as long as a name may be."""
    return _fitted(name, f" ({number})")


def names_to_try(name: str, tries_max: int) -> Iterator[str]:
    """The name itself, then numbered from 2."""
    yield name
    for number in range(2, tries_max + 1):
        yield numbered(name, number)


def unique_names(filenames: Iterable[str], *, taken: Iterable[str] = ()) -> list[str]:
    """Safe names for files that come into one folder, or one archive: no two that any file system takes for the same.

    Args:
        filenames: what the service says.
        taken: names that are there already.
    """
    keys = {same_name_key(name) for name in taken}
    names: list[str] = []
    last_number: dict[str, int] = {}  # so that a thousand files of one name do not need half a million tries
    for filename in filenames:
        wanted = safe_name(filename)
        name, number = wanted, last_number.get(same_name_key(wanted), 1)
        while same_name_key(name) in keys:
            number += 1
            name = numbered(wanted, number)
        last_number[same_name_key(wanted)] = number
        keys.add(same_name_key(name))
        names.append(name)
    return names


def part_name(name: str, token: str) -> str:
    """The hidden name under which a download of `name` grows; `token` keeps two of them apart."""
    suffix = f".{token}{_PART_SUFFIX}"
    return f".{_cut(name, MAX_NAME_BYTES - 1 - len(suffix.encode()))}{suffix}"


def same_name_key(name: str) -> str:
    """Equal for names that a case-insensitive or normalising file system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def split_ending(name: str) -> tuple[str, str]:
    """Stem and ending with its dot; `.tar.gz` and its like stay whole; what cannot be an ending stays in the stem."""
    stem, dot, last = name.rpartition(".")
    ending = dot + last
    if stem.lower().endswith(".tar"):
        stem, ending = stem[:-4], stem[-4:] + ending
    if not stem.strip(". ") or not _ENDING.fullmatch(ending):
        return name, ""
    return stem, ending


def _fitted(name: str, addition: str = "") -> str:
    """Put `addition` before the ending, and cut the stem so that the whole is short enough."""
    stem, ending = split_ending(name)
    room_bytes = MAX_NAME_BYTES - len((addition + ending).encode())
    if len(stem.encode()) > room_bytes:
        stem = _cut(stem, room_bytes)
    return stem + addition + ending


def _cut(text: str, limit_bytes: int) -> str:
    """As much of the text as fits, never half a character, nothing that Windows would drop at the end."""
    # A path that the user chose may hold bytes that are no Unicode, which Python has as lone surrogates: those are left out.
    return _trimmed(text.encode(errors="surrogatepass")[:limit_bytes].decode(errors="ignore"))


def _trimmed(name: str) -> str:
    return re.sub(r"[.\s]+$", "", name.lstrip())
