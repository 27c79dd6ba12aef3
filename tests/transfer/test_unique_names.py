"""Names in an archive."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain.file_rules import MAX_NAME_BYTES
from toptickets_desktop.transfer.local_names import same_name_key, unique_names

NAMES = st.lists(
    st.text(max_size=40) | st.sampled_from(["a.png", "A.PNG", "a (2).png", "é.txt", "e\u0301.txt", "../a.png", "CON", "", "."])
)


@given(NAMES)
def test_names_are_safe_and_unique_wherever_they_are_unpacked(filenames: list[str]) -> None:
    names = unique_names(filenames)
    assert len(names) == len(filenames)
    assert len({same_name_key(name) for name in names}) == len(names)
    for name in names:
        assert name
        assert not name.startswith(".")
        assert not set(name) & set('/\\:*?"<>|\0\u202e')
        assert len(name.encode()) <= MAX_NAME_BYTES


def test_the_first_of_a_name_keeps_it_and_the_others_are_numbered_before_the_ending() -> None:
    assert unique_names(["a.png", "A.png", "a (2).png", "../a.png", "b.tar.gz", "B.TAR.GZ"]) == [
        "a.png",
        "A (2).png",
        "a (2) (2).png",
        "a (3).png",
        "b.tar.gz",
        "B (2).TAR.GZ",
    ]


def test_thousands_of_the_same_name_take_no_time() -> None:
    assert unique_names(["a.png"] * 5000)[-1] == "a (5000).png"
