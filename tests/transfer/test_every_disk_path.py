"""Hostile names through every path that touches the disk: nothing outside, nothing replaced, nothing that a system acts upon."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.transfer.cache_folder import CacheFolder
from toptickets_desktop.transfer.disk import PartFile
from toptickets_desktop.transfer.download import DownloadRequest
from toptickets_desktop.transfer.handed_out import HandedOut
from toptickets_desktop.transfer.kept_part import KeptPart
from toptickets_desktop.transfer.local_names import same_name_key, unique_names

from .test_local_names import NASTY, assert_harmless

NAMES_PER_FOLDER = 50
ORIGIN = "https://api.example/v1/tickets/t/attachments/a"

HAND_LIST = [
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/cron.d/x", "C:\\boot.ini", "\\\\host\\share\\a.exe",
    "a/../../b.png", "....//a", "~/.ssh/id_rsa", "", ".", "..", "...", " ", "\t", "\0", "a\0.png", "/", "\\",
    "con", "CON.txt", "nul.tar.gz", "COM1", "com¹.log", "LPT9.pdf", "lpt³", "CONIN$", "CLOCK$.x", "aux .png",
    "prn. .pdf", "CoN\u200b.png", "a.png.", "a.png ", "a.png. . .", "a.png::$DATA", "a.png:evil.exe", "*?.pdf",
    '<>|".txt', "invoice\u202egpj.exe", "\u2066a\u2069.pdf", "\ufeff.png", "a\r\nb.txt", "\x1b[31m.log",
    "\x7f.gz", "\u2028.pdf", ".htaccess", ".bashrc.png", "desktop.ini", "Thumbs.db", "autorun.inf", "-rf.png",
    "--help.pdf", "$(id).png", "`id`.pdf", "%00.png", "%2e%2e%2fa.png", "a" * 300 + ".png", "é" * 200 + ".tar.gz",
    "😀" * 100 + ".pdf", "A.PNG", "a.png", "Á.png", "A\u0301.png", "ﬁ.png", "fi.png", "ß.pdf", "SS.pdf", "İ.png",
    "ı.png", "\ud800.png", "a." + "x" * 200, "a" + "\u0301" * 200 + ".png", "\u115f.png", "\u3164.exe",
    "name (2).png", "name.png", "name.png",
]  # fmt: skip

HONEST_ENDING = re.compile(r"[^.\s/\\].*(?P<ending>\.[A-Za-z0-9]{1,12})$", re.DOTALL)
NAMES = st.one_of(
    NASTY,
    st.sampled_from(HAND_LIST),
    st.tuples(NASTY, st.sampled_from([".png", ".PDF", ".tar.gz", ".7z", ".jpeg", ".log", ".exe", ".webm"])).map("".join),
    st.tuples(st.sampled_from(HAND_LIST), NASTY).map("".join),
)


def kept_ending(filename: str) -> str:
    """The ending that a name honestly has, as a reader of the original sees it; empty when that can be disputed."""
    last = re.split(r"[/\\]", filename)[-1]
    if any(unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for each in last):
        return ""
    found = HONEST_ENDING.search(last)
    return found["ending"] if found and not set('<>:"|?*') & set(last) else ""


def check_names(filenames: Sequence[str], paths: Sequence[Path], folder: Path) -> None:
    for filename, path in zip(filenames, paths, strict=True):
        assert path.parent == folder
        assert_harmless(path.name)
        assert path.suffix.casefold() == kept_ending(filename).casefold() or not kept_ending(filename), (filename, path.name)
        assert not path.is_symlink()
        assert not path.stat().st_mode & 0o177


def run_all_paths(filenames: Sequence[str], root: Path) -> int:
    """Take every way to the disk with each name; the number of ways."""
    canary = root / "canary"
    canary.write_bytes(b"canary")
    rows = [Attachment(f"id-{i}", "t", filename, "text/plain", 4) for i, filename in enumerate(filenames)]
    contents = [f"{i:04}".encode() for i in range(len(rows))]

    saved = root / "saved"
    paths = []
    for row, content in zip(rows, contents, strict=True):
        folder, name = DownloadRequest(row, saved).place
        kept_part = KeptPart(folder, name, row)
        kept_part.begin(etag='"e"', total_bytes=4)
        kept_part.write(content)
        kept_part.finish(ORIGIN)
        paths.append(kept_part.publish_numbered(name))
        kept_part.release(keep=False)
    check_names(filenames, paths, saved)
    assert [path.read_bytes() for path in paths] == contents
    assert len({same_name_key(path.name) for path in paths}) == len(paths) == len(list(saved.iterdir()))

    skipped = root / "skipped"
    kept: dict[str, bytes] = {}
    for row, content in zip(rows, contents, strict=True):
        with PartFile(skipped, DownloadRequest(row, skipped).place[1]) as part:
            part.write(content)
            part.finish(ORIGIN)
            path = part.publish_if_free(DownloadRequest(row, skipped).place[1])
        if path is not None:
            check_names([row.filename], [path], skipped)
            kept[path.name] = content
    assert {path.name: path.read_bytes() for path in skipped.iterdir()} == kept

    replaced = root / "replaced"  # by the user's choice, and also what "Save as" suggests
    for row, content in zip(rows, contents, strict=True):
        name = DownloadRequest(row, replaced).place[1]
        with PartFile(replaced, name) as part:
            part.write(content)
            part.finish(ORIGIN)
            check_names([row.filename], [part.publish_over(name)], replaced)

    cache = CacheFolder(root / "cache")
    for row, content in zip(rows, contents, strict=True):
        key = cache.key("https://api.example/v1", row.id)
        folder = cache.prepare(key)
        name = DownloadRequest(row, folder).place[1]
        with PartFile(folder, name) as part:
            part.write(content)
            part.finish(ORIGIN)
            path = part.publish_over(name)
        cache.keep(key, path)
        check_names([row.filename], [path], folder)
        assert cache.find(key, name, 4) == path

    given_out = HandedOut(root / "out")  # drags, copies as files, files that are opened
    copies = given_out.copies([(path, row.filename, ORIGIN) for path, row in zip(paths, rows, strict=True)])
    check_names(filenames, copies, copies[0].parent)
    assert [path.read_bytes() for path in copies] == contents
    given_out.clear()

    members = unique_names(filenames)  # in an archive
    for name in members:
        assert_harmless(name)
    assert len({same_name_key(name) for name in members}) == len(members)

    assert {path.name for path in root.iterdir()} == {"canary", "saved", "skipped", "replaced", "cache"}
    assert canary.read_bytes() == b"canary"
    return 6


def run_in_fresh_folder(filenames: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        return run_all_paths(filenames, Path(folder))


def test_the_hand_list() -> None:
    assert run_in_fresh_folder(HAND_LIST) == 6


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(NAMES, min_size=NAMES_PER_FOLDER, max_size=NAMES_PER_FOLDER))
def test_generated_names(filenames: list[str]) -> None:
    assert run_in_fresh_folder(filenames) == 6


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_ten_thousand_generated_names() -> None:
    """0 escapes, 0 overwrites, 0 reserved names, 0 control or bidi characters, endings kept; prints the count."""
    count = ways = 0

    @settings(max_examples=220, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(NAMES, min_size=NAMES_PER_FOLDER, max_size=NAMES_PER_FOLDER))
    def run(filenames: list[str]) -> None:
        nonlocal count, ways
        ways = run_in_fresh_folder(filenames)
        count += len(filenames)

    run()
    print(f"\n{count} names x {ways} ways to the disk: 0 escapes, 0 overwrites, 0 reserved, 0 control or bidi, endings kept")
    assert count >= 10_000
