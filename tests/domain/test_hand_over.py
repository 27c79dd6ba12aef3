"""What a second start, or a link, may say: files and a ticket, within limits, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.domain import hand_over
from toptickets_desktop.domain.hand_over import (
    FILES_MAX,
    MESSAGE_BYTES_MAX,
    PATH_CHARACTERS_MAX,
    HandOver,
    InvalidHandOver,
    is_link,
    path_of_argument,
    ticket_of_link,
    tickets_in_names,
)

PATHS = st.lists(
    st.text(min_size=1, max_size=50).filter(lambda text: "\0" not in text).map(lambda text: Path("/") / text.lstrip("/")), max_size=20
)
TICKETS = st.from_regex(r"\A[A-Za-z0-9]{1,8}-[0-9]{1,6}\Z") | st.just("")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(PATHS, TICKETS)
def test_what_is_written_is_read(paths: list[Path], ticket: str) -> None:
    message = HandOver(tuple(paths), ticket)
    data = message.to_bytes()
    assert HandOver.from_bytes(data) == message
    assert data.endswith(b"\n")
    assert data.count(b"\n") == 1
    assert data.isascii()


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for each in (data, data + b"\n"):
        try:
            HandOver.from_bytes(each)
        except InvalidHandOver:
            continue


@given(VALUES, VALUES, VALUES)
def test_any_json_is_read_or_refused(version: object, files: object, ticket: object) -> None:
    data = json.dumps({"version": version, "files": files, "ticket": ticket}).encode() + b"\n"
    try:
        message = HandOver.from_bytes(data)
    except InvalidHandOver:
        return
    assert version == 1
    assert all(path.is_absolute() for path in message.files)


@pytest.mark.parametrize(
    "values",
    [
        {"files": ["relative.txt"]},
        {"files": [""]},
        {"files": ["/a\0b"]},
        {"files": ["/" + "a" * PATH_CHARACTERS_MAX]},
        {"files": ["/a"] * (FILES_MAX + 1)},
        {"files": "/a"},
        {"files": [1]},
        {"ticket": "a/b"},
        {"ticket": "../../delete"},
        {"ticket": "x" * 65},
        {"ticket": None},
        {"version": 2},
        {"delete": "TKT-1"},
    ],
)
def test_what_may_not_be_said(values: dict[str, object]) -> None:
    data = json.dumps({"version": 1, "files": [], "ticket": "", **values}).encode() + b"\n"
    with pytest.raises(InvalidHandOver):
        HandOver.from_bytes(data)


def test_limits_hold_for_the_sender_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidHandOver):
        HandOver((Path("relative"),))
    with pytest.raises(InvalidHandOver):
        HandOver(ticket="TKT 1")
    monkeypatch.setattr(hand_over, "MESSAGE_BYTES_MAX", 100)
    with pytest.raises(InvalidHandOver):
        HandOver((Path("/" + "a" * 100),)).to_bytes()
    assert MESSAGE_BYTES_MAX == 1024 * 1024


def test_deep_nesting_and_missing_ends_are_refused() -> None:
    for data in (b"[" * 100_000 + b"\n", HandOver().to_bytes().rstrip(b"\n"), b"\n", b"{}\n"):
        with pytest.raises(InvalidHandOver):
            HandOver.from_bytes(data)


def test_a_name_that_is_no_unicode_arrives_as_it_was() -> None:
    path = Path("/tmp") / b"caf\xe9.txt".decode(errors="surrogateescape")
    assert HandOver.from_bytes(HandOver((path,)).to_bytes()).files == (path,)


@pytest.mark.parametrize("link", ["toptickets://ticket/TKT-1042", "TopTickets://Ticket/TKT-1042/"])
def test_a_link_selects_a_ticket(link: str) -> None:
    assert is_link(link)
    assert ticket_of_link(link) == "TKT-1042"


@pytest.mark.parametrize(
    "link",
    [
        "toptickets://delete/TKT-1042",
        "toptickets://ticket/TKT-1042/delete",
        "toptickets://ticket/TKT-1042?upload=/etc/passwd",
        "toptickets://ticket/TKT-1042#x",
        "toptickets://ticket/TKT-1042\n",
        "toptickets://ticket/",
        "toptickets://ticket/../x",
        "toptickets://user@ticket/TKT-1",
        "toptickets:ticket/TKT-1",
        "toptickets://ticket/TKT%2D1",
        "https://ticket/TKT-1",
    ],
)
def test_a_link_says_nothing_else(link: str) -> None:
    with pytest.raises(InvalidHandOver):
        ticket_of_link(link)


@given(st.text(max_size=80) | st.text(max_size=40).map("toptickets://ticket/".__add__))
def test_any_link_is_read_or_refused(link: str) -> None:
    try:
        ticket = ticket_of_link(link)
    except InvalidHandOver:
        return
    assert HandOver(ticket=ticket).ticket == ticket
    assert "/" not in ticket


@pytest.mark.parametrize(
    ("argument", "path"),
    [
        ("/tmp/a.txt", "/tmp/a.txt"),
        ("file:///tmp/a%20b.txt", "/tmp/a b.txt"),
        ("file:///tmp/100%25.txt", "/tmp/100%.txt"),
        ("file:///tmp/--ticket=X", "/tmp/--ticket=X"),
    ],
)
def test_arguments_of_a_desktop(argument: str, path: str) -> None:
    assert path_of_argument(argument) == Path(path)


def test_relative_arguments_are_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_of_argument("a.txt") == tmp_path / "a.txt"


def test_tickets_are_found_in_the_names_of_files_and_folders() -> None:
    paths = [Path("/home/x/TKT-7 refund/shot.png"), Path("/home/x/tkt-1042_error.png"), Path("/home/x/notkt-5x.png")]
    assert tickets_in_names(paths) == ["TKT-1042", "TKT-7"]
    assert tickets_in_names([Path("/"), Path("/a")]) == []
