"""Foreign text for display: what cannot be seen is made visible, so that no name breaks a row, steers a terminal or disguises its ending.

The name itself is never changed: this is for eyes only.
"""

from __future__ import annotations

import re
import unicodedata

SHOWN_CHARACTERS_MAX = 300
"""Longer names are shortened in the middle: a megabyte of text would make every repaint of its row slow."""

_TAIL_CHARACTERS = 80
_MARKS_IN_A_ROW_MAX = 6  # more than any script needs; towers of marks would be drawn over the rows above and below
_VIRAMA_CLASS = 9
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_TEXT_STYLE, _EMOJI_STYLE, _KEYCAP = "\ufe0e", "\ufe0f", "\u20e3"
_EMOJI_OF_OTHER_CATEGORIES = frozenset("‼⁉〰〽ℹⓂ㊗㊙")

# A black flag and the tag characters that name a region: England, Scotland, Wales (UTS #51, ED-14a).
_REGION_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
_UNUSUAL_SPACES = re.compile(r"^\s+|\s+$|\s{3,}")

# Code points that are drawn as nothing though their category does not say so (Default_Ignorable_Code_Point of
# DerivedCoreProperties.txt, without those of category Cf), and the Braille blank.
_BLANKS = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2065, 0x2065),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)


def visible_name(name: str) -> str:
    """A name as `visible_text` has it, shortened in the middle when it is very long."""
    if len(name) > SHOWN_CHARACTERS_MAX:
        name = f"{name[: SHOWN_CHARACTERS_MAX - _TAIL_CHARACTERS - 1]}…{name[-_TAIL_CHARACTERS:]}"
    return visible_text(name)


def visible_text(text: str) -> str:
    """Text as it can safely be shown on one line.

    Control characters become their pictures (␊), other invisible ones and marks that turn the reading direction become their
    code points (⟨U+202E⟩), conspicuous white space becomes ␣. What belongs to writing stays: joined emoji, flags, keycaps,
    joiners of Persian and Indic words (RFC 5892 appendix A.1), ideographic variants.
    """
    if text.isascii() and text.isprintable() and not _UNUSUAL_SPACES.search(text):
        return text
    unusual = {i for run in _UNUSUAL_SPACES.finditer(text) for i in range(*run.span())}
    pieces = visible_characters(text)
    return "".join(
        "␣" if i in unusual and unicodedata.category(character) == "Zs" else piece
        for i, (character, piece) in enumerate(zip(text, pieces, strict=True))
    )


def visible_characters(text: str) -> list[str]:
    """What to show for each character of a text: itself, or what makes it visible as in `visible_text`; white space is not touched."""
    kept = {i for flag in _REGION_FLAG.finditer(text) for i in range(*flag.span())}
    shown: list[str] = []
    marks = 0
    for i, character in enumerate(text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        is_hidden = i not in kept and (marks > _MARKS_IN_A_ROW_MAX or (_is_invisible(character) and not _belongs(text, i)))
        shown.append(_picture(character) if is_hidden else character)
    return shown


def _is_invisible(character: str) -> bool:
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return True
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or any(first <= code <= last for first, last in _BLANKS)


def _belongs(name: str, i: int) -> bool:
    """Whether an invisible character does what it is there for, given its neighbours."""
    character, before, after = name[i], name[i - 1 : i], name[i + 1 : i + 2]
    if character in {_ZWNJ, _ZWJ}:
        if character == _ZWJ and _is_emoji_part(before) and _is_emoji(after):
            return True
        return bool(before and after) and (unicodedata.combining(before) == _VIRAMA_CLASS or _is_arabic_letter(before, after))
    if character in {_TEXT_STYLE, _EMOJI_STYLE}:
        return _is_emoji(before) or after == _KEYCAP
    if 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF:
        return bool(before) and unicodedata.category(before) == "Lo"
    return False


def _is_emoji(character: str) -> bool:
    if not character:
        return False
    # The block range comes first because Python's Unicode tables may be older than the emoji.
    return (
        0x1F000 <= ord(character) <= 0x1FAFF or character in _EMOJI_OF_OTHER_CATEGORIES or unicodedata.category(character) in {"So", "Sm"}
    )


def _is_emoji_part(character: str) -> bool:
    return character == _EMOJI_STYLE or _is_emoji(character)


def _is_arabic_letter(*characters: str) -> bool:
    return all(unicodedata.bidirectional(character) == "AL" for character in characters)


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"⟨U+{code:04X}⟩"
