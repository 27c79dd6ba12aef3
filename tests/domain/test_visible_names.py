from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.visible_names import SHOWN_CHARACTERS_MAX, visible_name, visible_text

_TRICKY = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from(
            "\n\r\t\x00\x7f\x85\u00a0\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u202e\u2066\u2800\u3164\ufe0f\ufeff\uffa0\ud800"
        ),
        st.sampled_from("👩💻❤🏴🇩🏽#1⃣\U000e0067\U000e007fکخक्ष葛\U000e0100"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("a\nb.png", "a␊b.png"),
        ("a\x00\x7f\x85b", "a␀␡⟨U+0085⟩b"),
        ("invoice\u202efdp.exe", "invoice⟨U+202E⟩fdp.exe"),
        ("\u2067a\u2069.txt", "⟨U+2067⟩a⟨U+2069⟩.txt"),
        ("pay\u200bpal.html", "pay⟨U+200B⟩pal.html"),
        ("line\u2028sep", "line⟨U+2028⟩sep"),
        ("a\u3164.exe", "a⟨U+3164⟩.exe"),
        ("half\udcff", "half⟨U+DCFF⟩"),
        ("photo.png" + " " * 5 + ".exe", "photo.png␣␣␣␣␣.exe"),
        (" lead and trail ", "␣lead and trail␣"),
        ("e" + "\u0301" * 8, "e" + "\u0301" * 6 + "⟨U+0301⟩⟨U+0301⟩"),
        ("stray\ufe0f.png", "stray⟨U+FE0F⟩.png"),
        ("a\u200db", "a⟨U+200D⟩b"),
        ("\u200d👩", "⟨U+200D⟩👩"),
        ("🏴\U000e0067.exe", "🏴⟨U+E0067⟩.exe"),
    ],
)
def test_what_cannot_be_seen_is_made_visible(name: str, shown: str) -> None:
    assert visible_name(name) == shown


@pytest.mark.parametrize(
    "name",
    [
        "👩‍💻 at work.png",
        "❤️‍🔥.gif",
        "👨🏽‍👩🏽‍👧🏽.jpg",
        "1️⃣ first.txt",
        "🏳️‍🌈.png",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f.png",  # the flag of England
        "می\u200cخواهم.pdf",  # a Persian word with the joiner that it is spelled with
        "क्\u200dष.txt",
        "葛\U000e0100飾区.pdf",
        "請求書\u30002025.pdf",
        "Screenshot 5.04.12\u202fPM.png",
        "שלום.txt",
        "Việt Nam đặc biệt.docx",
    ],
)
def test_what_belongs_to_writing_stays(name: str) -> None:
    assert visible_name(name) == name


def test_a_long_name_keeps_its_ending() -> None:
    shown = visible_name("x" * 100_000 + ".exe")

    assert len(shown) == SHOWN_CHARACTERS_MAX
    assert shown.endswith("x.exe")
    assert "…" in shown


def test_text_that_is_no_name_is_not_shortened() -> None:
    path = "/home/agent/" + "x" * 4_000 + "\u202egnp.exe"
    assert visible_text(path) == path.replace("\u202e", "⟨U+202E⟩")


@given(_TRICKY)
def test_no_name_breaks_a_row_or_turns_its_direction(name: str) -> None:
    shown = visible_name(name)

    assert not any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in shown)
    assert not any(unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} for c in shown)
    assert not set(shown) & set("\u200b\u200e\u200f\u061c\u2060\ufeff\u00ad\u3164\u2800")
    shown.encode()  # no half surrogates


@given(_TRICKY)
def test_different_names_look_different(name: str) -> None:
    """Nothing is dropped: every character is there, or its picture is."""
    assert len(visible_name(name)) >= len(name)


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=SHOWN_CHARACTERS_MAX))
def test_plain_names_are_left_alone(name: str) -> None:
    assert visible_name(name) == name
