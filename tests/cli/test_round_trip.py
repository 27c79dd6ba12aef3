"""Files of every type go up, are listed and come down again, bit for bit."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from tests.support.command_line import CommandLine, logged_text
from toptickets_desktop.domain.file_rules import ALLOWED_TYPES, type_of_name
from toptickets_desktop.sandbox.samples import samples_folder
from toptickets_desktop.sandbox.server import Sandbox

AWKWARD_NAMES = [
    'quote " and %22.txt',
    "日本語 スクリーン.png",
    "emoji 🎉.pdf",
    "x" * 251 + ".txt",
    "עברית.txt",
    "back\\slash; filename=x.txt",
]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _twenty_files(folder: Path) -> list[Path]:
    """Real files of all 14 types, with plain and awkward names."""
    by_type: dict[str, Path] = {}
    for sample in sorted(samples_folder().iterdir()):
        by_type.setdefault(type_of_name(sample.name) or "", sample)
    by_type.pop("", None)
    assert by_type.keys() == ALLOWED_TYPES.keys()
    folder.mkdir()
    files = [Path(shutil.copy(sample, folder)) for sample in by_type.values()]
    for name in AWKWARD_NAMES:
        content = by_type[type_of_name(name) or ""].read_bytes()
        files.append(folder / name)
        files[-1].write_bytes(content + b"\n" if name.endswith(".txt") else content)
    assert len(files) == 20
    return files


def test_twenty_files_up_listed_and_down_again(signed_in: CommandLine, sandbox: Sandbox, tmp_path: Path) -> None:
    files = _twenty_files(tmp_path / "up")
    ticket_id = next(each["id"] for each in signed_in("--json", "tickets").objects if each["ticket_display_id"] == "TKT-1041")
    before = {each["id"] for each in signed_in("--json", "attachments", ticket_id).objects}

    uploaded = signed_in("-v", "--json", "upload", "TKT-1041", *files)
    assert uploaded.code == 0, uploaded.err
    assert {each["file"]: each["sha256"] for each in uploaded.objects} == {file.name: _sha256(file) for file in files}
    assert all((each["status"], each["error"], each["ticket_id"]) == ("uploaded", None, ticket_id) for each in uploaded.objects)
    assert {each["file"]: each["bytes"] for each in uploaded.objects} == {file.name: file.stat().st_size for file in files}

    listed = {each["id"]: each for each in signed_in("-v", "--json", "attachments", ticket_id).objects if each["id"] not in before}
    assert {each["attachment_id"]: each["file"] for each in uploaded.objects} == {key: each["filename"] for key, each in listed.items()}

    downloaded = signed_in("-v", "--json", "download", ticket_id, *listed, "-o", tmp_path / "down")
    assert downloaded.code == 0, downloaded.err
    sent = {each["attachment_id"]: each["sha256"] for each in uploaded.objects}
    came = {each["attachment_id"]: _sha256(Path(each["path"])) for each in downloaded.objects}
    assert came == sent
    assert len(came) == 20
    assert {each["attachment_id"]: each["sha256"] for each in downloaded.objects} == sent

    written = logged_text(signed_in.data_dir)
    assert "send_request_headers" in written, "the log has everything in it"
    assert "token=" not in written
    assert not [key for key in sandbox.keys.values() if key.reveal() in written]
