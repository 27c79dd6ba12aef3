"""`download --zip`, `--manifest` and `--if-exists ask`."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine, Ended, Terminal
from tests.support.faulty_service import FaultyService, answers
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

CONTENTS = {"a.txt": b"first\n" * 1000, "A.txt": b"second\n", "ü.txt": b"third\n"}
NO_OBJECT = {"statusCode": "404", "error": "not_found", "message": "Object not found", "code": "NoSuchKey"}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(tickets=1) as running:
        yield running


@pytest.fixture
def ticket_id(signed_in: CommandLine, sandbox: Sandbox) -> str:
    """A ticket with three attachments."""
    ticket_id = str(signed_in("--json", "tickets").objects[0]["id"])
    for row in signed_in("--json", "attachments", ticket_id).objects:
        signed_in("delete", ticket_id, str(row["id"]), "--yes")
    for name, content in CONTENTS.items():
        sandbox.add_attachment(ticket_id, filename=name, content_type="text/plain", content=content)
    return ticket_id


def sums(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}


def sum_of(name: str) -> str:
    return hashlib.sha256(CONTENTS[name]).hexdigest()


def test_all_into_one_archive_with_a_manifest_beside_it(signed_in: CommandLine, ticket_id: str, tmp_path: Path) -> None:
    listed = signed_in("--json", "attachments", ticket_id).objects
    ended = signed_in("--json", "download", ticket_id, "--all", "-o", tmp_path, "--zip", "all.zip", "--manifest")
    assert ended.code == 0
    assert [(each["file"], each["status"], each["path"]) for each in ended.objects] == [
        ("all.zip", "downloaded", str(tmp_path / "all.zip"))
    ]
    assert ended.objects[0]["sha256"] == hashlib.sha256((tmp_path / "all.zip").read_bytes()).hexdigest()
    assert sums(tmp_path / "all.zip") == {"a.txt": sum_of("a.txt"), "A (2).txt": sum_of("A.txt"), "ü.txt": sum_of("ü.txt")}
    manifest = json.loads((tmp_path / "all.zip.manifest.json").read_text())
    assert (manifest["archive"], manifest["ticket_id"]) == ("all.zip", ticket_id)
    assert {each["id"] for each in manifest["files"]} == {each["id"] for each in listed}
    second = next(each for each in manifest["files"] if each["name"] == "A.txt")
    assert (second["saved_as"], second["size_bytes"], second["sha256"]) == ("A (2).txt", 7, sum_of("A.txt"))
    assert (second["content_type"], second["error"]) == ("text/plain", None)
    assert second["created_at"]
    assert second["saved_at"]
    assert sorted(each.name for each in tmp_path.iterdir() if each.name != "data-dir") == ["all.zip", "all.zip.manifest.json"]


def test_an_archive_that_is_there_is_kept_unless_told_so(signed_in: CommandLine, ticket_id: str, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    target.write_bytes(b"precious")
    kept = signed_in("--json", "download", ticket_id, "--all", "--zip", target)
    assert (kept.code, kept.objects[0]["path"], target.read_bytes()) == (0, str(tmp_path / "all (2).zip"), b"precious")
    skipped = signed_in("--json", "download", ticket_id, "--all", "--zip", target, "--if-exists", "skip", "--manifest")
    assert (skipped.code, skipped.objects[0]["status"], target.read_bytes()) == (0, "skipped", b"precious")
    replaced = signed_in("--json", "download", ticket_id, "--all", "--zip", target, "--if-exists", "replace")
    assert (replaced.code, len(sums(target))) == (0, 3)
    assert not (tmp_path / "all.zip.manifest.json").exists()


@pytest.mark.parametrize("keeps", [False, True])
def test_a_file_that_cannot_be_fetched_is_named_and_the_rest_kept_by_choice(
    signed_in: CommandLine, sandbox: Sandbox, ticket_id: str, tmp_path: Path, keeps: bool
) -> None:
    target = tmp_path / "all.zip"
    lost = next(each for each in signed_in("--json", "attachments", ticket_id).objects if each["filename"] == "A.txt")
    with FaultyService(sandbox) as service:
        signed_in.use(service.base_url, sandbox.keys[KeyKind.ADMIN].reveal())
        service.api.script("GET", f"{lost['id']}/download", answers(404, json={"detail": "Not found"}), then_stays=True)
        options = ["--keep-incomplete"] if keeps else []
        ended = signed_in("--json", "download", ticket_id, "--all", "--zip", target, "--manifest", *options)
    assert ended.code == 1
    archive, member = ended.objects
    assert (archive["status"], archive["error"]["kind"], archive["path"]) == (
        "failed",
        "members_missing",
        str(target) if keeps else None,
    )
    assert (member["file"], member["attachment_id"], member["error"]["kind"]) == ("A.txt", lost["id"], "not_found")
    assert target.exists() == keeps
    if keeps:
        assert sorted(sums(target)) == ["a.txt", "ü.txt"]
        files = json.loads((tmp_path / "all.zip.manifest.json").read_text())["files"]
        assert [(each["name"], each["saved_as"], each["sha256"], each["error"]) for each in files if each["error"]] == [
            ("A.txt", None, None, "not_found")
        ]


def test_a_manifest_of_plain_files(signed_in: CommandLine, ticket_id: str, tmp_path: Path) -> None:
    ended = signed_in("download", ticket_id, "--all", "-o", tmp_path / "saved", "--manifest")
    assert ended.code == 0
    paths = {each.name for each in (tmp_path / "saved").iterdir()}
    (manifest_name,) = [name for name in paths if name.endswith(".manifest.json")]
    assert str(tmp_path / "saved" / manifest_name) in ended.err
    manifest = json.loads((tmp_path / "saved" / manifest_name).read_text())
    assert manifest["archive"] is None
    for each in manifest["files"]:
        content = (tmp_path / "saved" / each["saved_as"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (each["size_bytes"], each["sha256"])


def test_replacing_never_replaces_what_the_same_command_saved(
    signed_in: CommandLine, sandbox: Sandbox, ticket_id: str, tmp_path: Path
) -> None:
    sandbox.add_attachment(ticket_id, filename="a.txt", content_type="text/plain", content=b"fourth\n")
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"old")
    ended = signed_in("--json", "download", ticket_id, "--all", "-o", folder, "--if-exists", "replace")
    assert ended.code == 0
    found = {each.read_bytes() for each in folder.iterdir()}
    assert found == {*CONTENTS.values(), b"fourth\n"}
    assert (folder / "a.txt").exists()


def ask(signed_in: CommandLine, ticket_id: str, typed: str, *options: object) -> Ended:
    """Somebody sees the questions, and types."""
    return signed_in("--json", "download", ticket_id, "--all", "--if-exists", "ask", *options, stdin=Terminal(typed), stderr=Terminal())


def test_asked_about_each_file_in_the_way(signed_in: CommandLine, ticket_id: str, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for name in ("a.txt", "ü.txt"):
        (folder / name).write_bytes(b"old")
    ended = ask(signed_in, ticket_id, "replace\nn\nskip\nn\nskip\n", "-o", folder)
    assert ended.code == 0, ended.err
    assert "a.txt is there already: 3 B" in ended.err
    assert "the new one, A.txt: 7 B" in ended.err  # some file systems take it for the same name
    contents = {each.name: each.read_bytes() for each in folder.iterdir()}
    by_status = {each["file"]: each["status"] for each in ended.objects}
    assert sorted(by_status.values()) == ["downloaded", "skipped", "skipped"]
    assert set(contents.values()) == {b"old", *(CONTENTS[name] for name, status in by_status.items() if status == "downloaded")}


def test_one_answer_for_all_of_them(signed_in: CommandLine, ticket_id: str, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for name in ("a.txt", "ü.txt"):
        (folder / name).write_bytes(b"old")
    ended = ask(signed_in, ticket_id, "skip\ny\n", "-o", folder)
    assert (ended.code, sorted(each["status"] for each in ended.objects)) == (0, ["skipped", "skipped", "skipped"])


def test_asked_about_the_archive(signed_in: CommandLine, ticket_id: str, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    target.write_bytes(b"precious")
    ended = ask(signed_in, ticket_id, "replace\n", "--zip", target)
    assert ended.code == 0
    assert len(sums(target)) == 3


@pytest.mark.parametrize(
    ("options", "words"),
    [(["--all", "--if-exists", "ask"], "no terminal"), (["--all", "--keep-incomplete"], "--zip"), (["--all", "--zip", ""], "empty")],
)
def test_usage_errors(signed_in: CommandLine, options: list[str], words: str) -> None:
    ended = signed_in("download", "TKT-1042", *options)
    assert ended.code == 2
    assert words in ended.err


def test_a_folder_that_is_not_there(signed_in: CommandLine, ticket_id: str, tmp_path: Path) -> None:
    ended = signed_in("--json", "download", ticket_id, "--all", "--zip", tmp_path / "gone" / "all.zip")
    assert (ended.code, ended.objects[0]["error"]["kind"]) == (1, "local_file")
    assert not (tmp_path / "gone").exists()
