"""What there is to say about a file before it is sent."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.errors import RefusalReason
from toptickets_desktop.transfer.chosen_files import UNASKED_MAX, chosen_files, should_be_shown_first
from toptickets_desktop.transfer.outgoing import Neighbours, examine, suggested_name

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def text(folder: Path, name: str, content: bytes = b"hello\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def attachment(name: str, size_bytes: int = 6, attachment_id: str = "a1") -> Attachment:
    return Attachment(attachment_id, "t1", name, "text/plain", size_bytes)


def test_an_ordinary_file_needs_no_attention(tmp_path: Path) -> None:
    found = examine(text(tmp_path, "note.txt"), Neighbours([attachment("other.txt", 7)]))
    assert not found.needs_attention
    assert found.file is not None


def test_a_known_content_is_a_certain_twin_under_any_name(tmp_path: Path) -> None:
    known = {"a1": hashlib.sha256(b"hello\n").hexdigest(), "a2": hashlib.sha256(b"other\n").hexdigest()}
    neighbours = Neighbours([attachment("x.txt", attachment_id="a2"), attachment("y.txt")], known)
    found = examine(text(tmp_path, "note.txt"), neighbours)
    assert found.twin is not None
    assert (found.twin.attachment.id, found.twin.is_certain) == ("a1", True)


def test_a_known_other_content_of_the_same_name_and_size_is_no_twin(tmp_path: Path) -> None:
    found = examine(text(tmp_path, "note.txt"), Neighbours([attachment("note.txt")], {"a1": "0" * 64}))
    assert found.twin is None
    assert found.has_name_taken


def test_two_of_a_batch_with_one_name(tmp_path: Path) -> None:
    neighbours = Neighbours()
    assert not examine(text(tmp_path, "a/Note.txt"), neighbours).has_name_taken
    second = examine(text(tmp_path, "b/note.txt"), neighbours)
    assert second.has_name_taken
    assert suggested_name(second, neighbours) == "note (2).txt"


@pytest.mark.parametrize(
    ("name", "content", "suggestion"),
    [("shot.jpg", PNG, "shot.png"), ("tool.py", b"print(1)\n", "tool.py.txt"), ("tool.exe", b"MZ\x90\0\x03\0\0\0", "tool.exe")],
)
def test_another_name_is_suggested_where_it_would_help(tmp_path: Path, name: str, content: bytes, suggestion: str) -> None:
    found = examine(text(tmp_path, name, content), Neighbours())
    assert found.refusal is not None
    assert found.needs_attention
    assert suggested_name(found, Neighbours()) == suggestion


def test_what_cannot_be_mended_is_a_plain_fact(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "gone.txt", RefusalReason.NOT_FOUND), (text(tmp_path, "empty.txt", b""), RefusalReason.EMPTY)):
        found = examine(path, Neighbours())
        assert found.refusal is not None
        assert found.refusal.reason is reason
        assert not found.needs_attention


def test_a_choice_is_described_before_anything_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    text(folder, "src/a.txt")
    text(folder, ".env")
    (folder / "out.txt").symlink_to(text(tmp_path, "outside.txt"))
    (folder / "in.txt").symlink_to(folder / "src" / "a.txt")
    found = {file.label: file for file in chosen_files([folder, text(tmp_path, ".chosen itself.txt")])}
    assert set(found) == {"project/src/a.txt", "project/.env", "project/out.txt", "project/in.txt", ".chosen itself.txt"}
    assert found["project/.env"].is_hidden
    assert not found[".chosen itself.txt"].is_hidden, "who chooses it knows it"
    assert found["project/out.txt"].refusal is not None
    assert found["project/in.txt"].is_link
    assert found["project/src/a.txt"].size_bytes == 6
    assert should_be_shown_first(list(found.values()))


def test_ten_files_are_sent_without_being_shown(tmp_path: Path) -> None:
    files = [text(tmp_path, f"{number}.txt") for number in range(UNASKED_MAX + 1)]
    assert not should_be_shown_first(chosen_files(files[:UNASKED_MAX]))
    assert should_be_shown_first(chosen_files(files))
