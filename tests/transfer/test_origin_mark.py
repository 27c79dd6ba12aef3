"""Downloads are marked as such before they get their name, with nothing secret in the mark."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toptickets_desktop.domain.ticket import Ticket
from toptickets_desktop.domain.transfer import ConflictPolicy, TransferState
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.transfer import disk
from toptickets_desktop.transfer.exclusive_rename import rename_new
from toptickets_desktop.transfer.origin_mark import XDG_ATTRIBUTE, mark_origin, origin_of
from toptickets_desktop.transfer.workspace import Workspace

linux_only = pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the attribute of Linux")


@linux_only
def test_a_mark_says_where_a_file_came_from_and_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"x")
    assert mark_origin(path, "https://me:secret@host.example/v1/a?token=secret#secret")
    assert origin_of(path) == "https://host.example/v1/a"


@linux_only
def test_a_file_system_without_marks_is_no_reason_to_lose_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_args: Any, **_keywords: Any) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    monkeypatch.setattr(os, "setxattr", refuse)
    path = tmp_path / "a.png"
    path.write_bytes(b"x")
    assert not mark_origin(path, "https://host.example/a")
    assert origin_of(path) is None
    assert path.read_bytes() == b"x"
    assert "could not be marked" in capsys.readouterr().out


@linux_only
def test_a_link_in_the_files_place_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"x")
    (tmp_path / "link").symlink_to(other)
    mark_origin(tmp_path / "link", "https://host.example/a")
    assert origin_of(other) is None


@linux_only
@pytest.mark.parametrize("policy", list(ConflictPolicy))
@pytest.mark.parametrize("takes_over", [False, True])
async def test_every_download_is_marked_before_its_name_and_never_runs(
    workspace: Workspace,
    sandbox: Sandbox,
    ticket: Ticket,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    policy: ConflictPolicy,
    takes_over: bool,
) -> None:
    """Whatever gives a file its name is asked at that moment whether the file has its mark."""
    folder = tmp_path / "saved"
    folder.mkdir()
    if takes_over and policy is not ConflictPolicy.SKIP:
        (folder / "run.zip").write_bytes(b"old")
    marks: list[tuple[str | None, int]] = []

    def note(path: Path) -> None:
        if path.suffix == ".part":
            marks.append((origin_of(path), stat.S_IMODE(path.stat().st_mode)))

    def noting(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(source: Any, *args: Any, **keywords: Any) -> Any:
            note(Path(source))
            return real(source, *args, **keywords)

        return call

    for name in ("rename", "link", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, noting(real))
    monkeypatch.setattr(disk, "rename_new", noting(rename_new))
    attachment_id = sandbox.add_attachment(ticket.id, filename="run.zip", content_type="application/zip", content=b"PK\3\4" + bytes(99))
    attachment = await workspace.client.get_attachment(ticket.id, attachment_id)

    transfer = await workspace.engine.wait(workspace.engine.download(attachment, folder, if_exists=policy))
    assert transfer.state is TransferState.DONE
    assert transfer.path is not None
    origin = f"{sandbox.base_url.text}/tickets/{ticket.id}/attachments/{attachment_id}"
    assert origin_of(transfer.path) == origin
    assert "token" not in origin
    assert [mark for mark, _mode in marks] == [origin]
    assert {mode for _mark, mode in marks} == {0o600}
    assert not transfer.path.stat().st_mode & 0o111
    assert os.listxattr(transfer.path) == [XDG_ATTRIBUTE]
