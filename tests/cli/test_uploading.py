"""`upload`: what is refused is said for each file, and the rest goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine, Terminal
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES
from toptickets_desktop.sandbox.server import Sandbox

RESULT_KEYS = ["file", "ticket_id", "attachment_id", "path", "status", "bytes", "sha256", "error"]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    file = tmp_path / "note.txt"
    file.write_text("Called back.\n")
    return file


def _posts(sandbox: Sandbox) -> int:
    return sum(request.method == "POST" for request in sandbox.requests)


def test_refused_files_are_named_and_the_rest_is_sent(signed_in: CommandLine, sandbox: Sandbox, tmp_path: Path, note: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "tool.exe").write_bytes(b"MZ\x90\x00" + b"\0" * 100)
    (tmp_path / "disguised.png").write_bytes(b"MZ\x90\x00" + b"\0" * 100)
    (tmp_path / "text.pdf").write_text("not a PDF at all\n")
    (tmp_path / "new\nline.txt").write_text("x")
    os.mkfifo(tmp_path / "fifo.txt")
    names = ["empty.txt", "tool.exe", "disguised.png", "text.pdf", "new\nline.txt", "fifo.txt", "missing.txt"]

    ended = signed_in("--json", "upload", "TKT-1042", *(tmp_path / name for name in names), note)
    assert ended.code == 1
    assert all(list(each) == RESULT_KEYS for each in ended.objects)
    refused = {each["file"]: each["error"] for each in ended.objects if each["status"] == "refused"}
    assert refused.keys() == set(names)
    assert all(error["kind"] == "refused" and error["message"].isprintable() for error in refused.values())
    assert [each["file"] for each in ended.objects if each["status"] == "uploaded"] == ["note.txt"]
    assert _posts(sandbox) == 1


def test_the_limit_is_exact_and_checked_before_any_request(signed_in: CommandLine, sandbox: Sandbox, tmp_path: Path) -> None:
    largest, too_large = tmp_path / "largest.txt", tmp_path / "too-large.txt"
    largest.write_bytes(b"x" * MAX_UPLOAD_BYTES)
    too_large.write_bytes(b"x" * (MAX_UPLOAD_BYTES + 1))

    refused = signed_in("--json", "upload", "TKT-1042", too_large)
    assert (refused.code, refused.objects[0]["status"], sandbox.requests) == (1, "refused", ())
    assert "larger than 30 MB" in refused.objects[0]["error"]["message"]
    accepted = signed_in("--json", "upload", "TKT-1042", largest)
    assert (accepted.code, accepted.objects[0]["bytes"]) == (0, MAX_UPLOAD_BYTES)


def test_folders_are_expanded_and_duplicates_sent_once(signed_in: CommandLine, sandbox: Sandbox, tmp_path: Path, note: Path) -> None:
    inner = tmp_path / "folder" / "inner"
    inner.mkdir(parents=True)
    (inner / "deep.txt").write_text("deep\n")
    (tmp_path / "folder" / "top.txt").write_text("top\n")
    ended = signed_in("--json", "upload", "TKT-1042", tmp_path / "folder", note, note)
    assert ended.code == 0
    assert sorted(each["file"] for each in ended.objects) == ["deep.txt", "note.txt", "top.txt"]


def test_relative_paths_are_told_in_full(signed_in: CommandLine, note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(note.parent)
    assert signed_in("--json", "upload", "TKT-1042", "note.txt").objects[0]["path"] == str(note)


def test_people_get_lines_and_refusals_on_standard_error(signed_in: CommandLine, note: Path, tmp_path: Path) -> None:
    ended = signed_in("upload", "TKT-1042", note, tmp_path / "missing.txt")
    assert (ended.code, ended.out) == (1, "uploaded        13 B  note.txt\n")
    assert ended.err == "refused      missing.txt: there is no such file.\n"


def test_bars_are_for_terminals_and_leave_the_results_alone(signed_in: CommandLine, note: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "[bold]x.txt"
    hostile.write_text("x\n")
    ended = signed_in("--json", "upload", "TKT-1042", note, hostile, stderr=Terminal())
    assert ended.code == 0
    assert {each["file"] for each in ended.objects} == {"note.txt", "[bold]x.txt"}
    assert "2 of 2 files" in ended.err
    assert "note.txt" not in signed_in("--json", "upload", "TKT-1042", note).err


@pytest.mark.parametrize("as_json", [True, False])
def test_without_a_key_every_file_is_accounted_for(
    toptickets: CommandLine, sandbox: Sandbox, note: Path, tmp_path: Path, as_json: bool
) -> None:
    toptickets.use(sandbox.base_url, None)
    ended = toptickets(*(["--json"] if as_json else []), "upload", "TKT-1042", note, tmp_path / "missing.txt")
    assert ended.code == 3
    assert "TOPTICKETS_API_KEY" in ended.err
    if as_json:
        assert {each["file"]: each["error"]["kind"] for each in ended.objects} == {
            "note.txt": "keyring_unavailable",
            "missing.txt": "refused",
        }
    else:
        assert ended.out == ""


def test_a_key_that_may_not_upload_is_4(toptickets: CommandLine, sandbox: Sandbox, note: Path) -> None:
    toptickets.use(sandbox.base_url, sandbox.keys[KeyKind.READ_ONLY].reveal())
    ended = toptickets("--json", "upload", "TKT-1042", note)
    assert ended.code == 4
    assert ended.objects[0]["status"] == "failed"
    assert ended.objects[0]["error"]["kind"] == "forbidden"
    assert "attachments:write" in ended.objects[0]["error"]["message"]


def test_an_unknown_ticket_is_1(signed_in: CommandLine, note: Path) -> None:
    ended = signed_in("upload", "TKT-999999", note)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "Error: There is no ticket TKT-999999.\n"


def test_a_file_that_cannot_be_read_stops_no_other(signed_in: CommandLine, note: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not ours\n")
    secret.chmod(0)
    command = [sys.executable, "-c", "import sys; from toptickets_desktop.cli.main import run; sys.exit(run())"]
    if os.geteuid() == 0:  # root may read everything, unless it gives that up
        os.chown(secret, 65534, 65534)
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    ended = subprocess.run([*command, "upload", "TKT-1042", secret, note], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (1, "uploaded        13 B  note.txt\n")
    assert ended.stderr == "refused      secret.txt: it cannot be read.\n"


def test_an_empty_path_is_not_the_current_folder(
    signed_in: CommandLine, sandbox: Sandbox, note: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(note.parent)
    ended = signed_in("upload", "TKT-1042", "")
    assert (ended.code, ended.out, sandbox.requests) == (2, "", ())
    assert "The path is empty" in ended.err
