"""The bar for previews: hostile and broken files of every kind in the real preview, watched from outside."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.gui.preview.corpus import all_files, lay_down
from tests.gui.preview.corpus.texts import CANARY_FILE
from toptickets_desktop.domain.file_rules import ALLOWED_TYPES

MEMORY_ABOVE_IDLE_MAX_MB = 300
GUI_GAP_MAX_S = 2.0
FILES_MIN = 150

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measures with /proc")


BOMBS = {
    "decompression": {"one-gigabyte.zip", "bomb.gz", "text-chunk-bomb.png", "bomb-30000x30000.png"},
    "dimensions": {
        "claims-65535.png",
        "claims-2147483647.png",
        "claims-65500.jpeg",
        "claims-16383.webp",
        "claims-65535.gif",
        "huge-page.pdf",
    },
    "deep nesting": {"nested.zip", "deep-folders.zip", "deep.html", "deep-array.pdf", "deep-boxes.mp4"},
    "overlapping ZIP": {"overlapping.zip"},
    "100,000 entries": {"100000-entries.zip"},
    "malformed PDF": {"loop.pdf", "header-only.pdf", "negative-page.pdf", "nan-page.pdf", "three-pages-cut-1.pdf"},
    "malformed video": {"huge-box.mp4", "zero-box.mp4", "noise.mp4", "noise.webm"},
}
"""Opened one after the other in one window with the rest: it must live, and show a sound picture after the last."""


@pytest.mark.soak
def test_the_corpus_has_every_kind_of_bomb() -> None:
    names = {file.name for file in all_files()}

    assert {kind: bombs - names for kind, bombs in BOMBS.items() if bombs - names} == {}


@pytest.mark.soak
def test_the_corpus_has_every_type_and_enough_files() -> None:
    types = [file.content_type for file in all_files()]

    assert len(types) >= FILES_MIN
    assert set(types) == set(ALLOWED_TYPES)


@pytest.mark.timeout(180)
def test_a_few_of_the_corpus_open_or_get_a_card(tmp_path: Path) -> None:
    _open_corpus(tmp_path, is_small_set=True, timeout_s=150)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_all_of_the_corpus_opens_or_gets_a_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = _open_corpus(tmp_path, timeout_s=850)
    with capsys.disabled():
        print(json.dumps(report, indent=1))


def _open_corpus(folder: Path, *, is_small_set: bool = False, timeout_s: float) -> dict[str, Any]:
    lay_down(folder, is_small_set=is_small_set)
    log = folder / "calls"
    strace = shutil.which("strace")
    watch = [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=openat,open,socket,connect", "-o", str(log)] if strace else []
    done = subprocess.run(
        [*watch, sys.executable, "-m", "tests.gui.preview.corpus.run", str(folder)],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_ACCESSIBILITY": "0"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert report["undecided"] == []
    assert report["unshown"] == []
    assert report["longest_gaps_s"][0][1] < GUI_GAP_MAX_S, report["longest_gaps_s"]
    assert report["peaks_above_idle_mb"][0][1] < MEMORY_ABOVE_IDLE_MAX_MB, report["peaks_above_idle_mb"]
    assert report["is_alive_after"]
    if strace:
        calls = log.read_text(errors="replace")
        report["internet sockets"] = len(re.findall(r"socket\(AF_INET6?", calls))
        report["canary reads"] = calls.count(CANARY_FILE)
        report["passwd reads by content"] = len(re.findall(r'open(?:at)?\([^"]*"/etc/passwd"', calls))
        assert report["internet sockets"] == 0
        assert report["canary reads"] == 0
        assert not re.search(r'open(?:at)?\([^"]*"[^"]*(?:/x|/y|escape\.txt)"', calls)
    return report
