"""`download`: into the right folder, under safe names, never over what is there unless told so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine, Terminal
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox


@pytest.fixture
def ticket_id(signed_in: CommandLine) -> str:
    return str(signed_in("--json", "attachments", "TKT-1042").objects[0]["ticket_id"])


def _names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_all_of_a_ticket(signed_in: CommandLine, ticket_id: str, tmp_path: Path) -> None:
    listed = signed_in("--json", "attachments", ticket_id).objects
    ended = signed_in("--json", "download", "TKT-1042", "--all", "-o", tmp_path / "new" / "folder")
    assert ended.code == 0
    assert {each["attachment_id"] for each in ended.objects} == {each["id"] for each in listed}
    assert all(Path(each["path"]).stat().st_size == each["bytes"] for each in ended.objects)


def test_by_exact_name_into_the_current_folder(
    signed_in: CommandLine, sandbox: Sandbox, ticket_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.add_attachment(ticket_id, filename="only one.txt", content_type="text/plain", content=b"content\n")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    ended = signed_in("download", "TKT-1042", "only one.txt", "only one.txt")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"downloaded       8 B  {tmp_path / 'here' / 'only one.txt'}\n"
    assert _names(tmp_path / "here") == ["only one.txt"]


def test_an_ambiguous_name_asks_for_an_id(signed_in: CommandLine, sandbox: Sandbox, ticket_id: str, tmp_path: Path) -> None:
    ids = [sandbox.add_attachment(ticket_id, filename="twice.txt", content_type="text/plain", content=b"x") for _ in range(2)]
    ended = signed_in("--json", "download", "TKT-1042", "twice.txt", "never there", ids[0], "-o", tmp_path)
    assert ended.code == 1
    by_file = {each["file"]: each for each in ended.objects if each["status"] == "failed"}
    assert by_file["twice.txt"]["error"]["kind"] == "ambiguous_name"
    assert all(attachment_id in by_file["twice.txt"]["error"]["message"] for attachment_id in ids)
    assert by_file["never there"]["error"]["kind"] == "not_found"
    assert [each["attachment_id"] for each in ended.objects if each["status"] == "downloaded"] == [ids[0]]


@pytest.mark.parametrize(
    ("if_exists", "names", "status", "old_content"),
    [
        (None, ["a (2).txt", "a.txt"], "downloaded", "old"),
        ("keep-both", ["a (2).txt", "a.txt"], "downloaded", "old"),
        ("replace", ["a.txt"], "downloaded", "new"),
        ("skip", ["a.txt"], "skipped", "old"),
    ],
)
def test_what_happens_to_a_file_of_that_name(
    signed_in: CommandLine,
    sandbox: Sandbox,
    ticket_id: str,
    tmp_path: Path,
    if_exists: str | None,
    names: list[str],
    status: str,
    old_content: str,
) -> None:
    attachment_id = sandbox.add_attachment(ticket_id, filename="a.txt", content_type="text/plain", content=b"new")
    folder = tmp_path / "there"
    folder.mkdir()
    (folder / "a.txt").write_text("old")
    options = ["--if-exists", if_exists] if if_exists else []
    ended = signed_in("--json", "download", "TKT-1042", attachment_id, "-o", folder, *options)
    assert (ended.code, ended.objects[0]["status"], ended.objects[0]["error"]) == (0, status, None)
    assert _names(folder) == names
    assert (folder / "a.txt").read_text() == old_content


@pytest.mark.parametrize("name", ["../../escaped.txt", "/etc/absolute.txt", "..", "C:\\windows\\evil.txt", "a\x00b\n.txt", ""])
def test_a_hostile_name_stays_in_the_folder(signed_in: CommandLine, sandbox: Sandbox, ticket_id: str, tmp_path: Path, name: str) -> None:
    attachment_id = sandbox.add_attachment(ticket_id, filename=name, content_type="text/plain", content=b"x")
    folder = tmp_path / "outer" / "inner"
    ended = signed_in("--json", "download", "TKT-1042", attachment_id, "-o", folder)
    assert ended.code == 0, ended.err
    assert Path(ended.objects[0]["path"]).parent == folder
    assert len(_names(folder)) == 1
    assert _names(tmp_path / "outer") == ["inner"]


def test_a_folder_that_cannot_be_used_is_said_for_each_file(signed_in: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = signed_in("--json", "download", "TKT-1042", "--all", "-o", tmp_path / "file" / "folder")
    assert ended.code == 1
    assert {(each["status"], each["error"]["kind"]) for each in ended.objects} == {("failed", "local_file")}


def test_bars_on_a_terminal(signed_in: CommandLine, tmp_path: Path) -> None:
    ended = signed_in("download", "TKT-1042", "--all", "-o", tmp_path / "x", stdout=Terminal(), stderr=Terminal())
    count = len(_names(tmp_path / "x"))
    assert f"{count} of {count} files" in ended.err
    assert " KB of " in ended.err, "in the units of the rest"
    assert ended.out.count("downloaded ") == count


def test_neither_names_nor_all_is_a_usage_error(signed_in: CommandLine, sandbox: Sandbox) -> None:
    assert signed_in("download", "TKT-1042").code == 2
    assert signed_in("download", "TKT-1042", "a.txt", "--all").code == 2
    assert sandbox.requests == ()


def test_a_key_that_may_not_download_is_4(toptickets: CommandLine, sandbox: Sandbox, tmp_path: Path) -> None:
    toptickets.use(sandbox.base_url, sandbox.add_key(KeyKind.AGENT, scopes=["tickets:read"]).reveal())  # type: ignore[list-item]  # a scope is a str
    ended = toptickets("download", "TKT-1042", "--all", "-o", tmp_path / "x")
    assert (ended.code, ended.out) == (4, "")
    assert "attachments:read" in ended.err


def test_a_ticket_without_attachments_is_done(signed_in: CommandLine, tmp_path: Path) -> None:
    tickets = signed_in("--json", "tickets", "--all").objects
    empty = next(each["id"] for each in reversed(tickets) if not signed_in("--json", "attachments", each["id"]).objects)
    ended = signed_in("download", empty, "--all", "-o", tmp_path / "x")
    assert (ended.code, ended.err) == (0, "No attachments.\n")
