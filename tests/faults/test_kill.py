"""SIGKILL at random points: the next run loses nothing, doubles nothing, and no file has its final name that is not whole."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.support.mortal_run import Orders
from tests.support.service_view import ServiceView
from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox

from .bench import Row

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")

SIZES_BYTES = (40_000, 1_500_000, 3_000_000)
TIMEOUT_S = 60


@dataclass
class Outcome:
    """What a run said."""

    was_killed: bool
    words: list[list[str]]

    def number(self, word: str) -> int:
        return next((int(rest[0]) for first, *rest in self.words if first == word), 0)

    @property
    def states(self) -> dict[str, str]:
        return {rest[1]: rest[0] for first, *rest in self.words if first == "ended"}


@dataclass
class Tally:
    """What must be none, and how often it was put to the test."""

    kills: int = 0
    wrong_files: set[Path] = field(default_factory=set)
    doubled: int = 0
    forgotten: int = 0
    doubled_on_disk: int = 0
    left_over: set[Path] = field(default_factory=set)
    objects: int = 0

    def row(self) -> Row:
        words = f"{len(self.wrong_files)} wrong files, {self.doubled} doubled, {self.forgotten} forgotten"
        return Row(f"process: {self.kills} times SIGKILL", words, "", self.objects, None)


def run(orders: Orders) -> Outcome:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.support.mortal_run"], input=orders.to_text(), capture_output=True, text=True, timeout=TIMEOUT_S
    )
    was_killed = ended.returncode == -9
    assert was_killed or ended.returncode == 0, ended.stderr
    return Outcome(was_killed, [line.split(" ") for line in ended.stdout.splitlines()])


class Scene:
    """A ticket with files to fetch, and files to send."""

    def __init__(self, sandbox: Sandbox, folder: Path, name: str) -> None:
        self.view = ServiceView(sandbox)
        self.ticket_id = self.view.ticket_id("TKT-1042")
        self.folder = folder / name
        self.folder.mkdir()
        self.down = self.folder / "down"
        self.up = {f"{name}-up{number}.gz": b"\x1f\x8b\x08" + os.urandom(size) for number, size in enumerate(SIZES_BYTES)}
        self.to_fetch = {f"{name}-down{number}.gz": b"\x1f\x8b\x08" + os.urandom(size) for number, size in enumerate(SIZES_BYTES)}
        for file_name, content in self.up.items():
            (self.folder / file_name).write_bytes(content)
        ids = [
            sandbox.add_attachment(self.ticket_id, filename=file_name, content_type="application/gzip", content=content)
            for file_name, content in self.to_fetch.items()
        ]
        self.orders = Orders(
            base_url=sandbox.base_url.text,
            key=sandbox.keys[KeyKind.ADMIN].reveal(),
            ticket_id=self.ticket_id,
            journal=str(self.folder / "data" / "transfers.sqlite"),
            folder=str(self.down),
            uploads=[str(self.folder / file_name) for file_name in self.up],
            downloads=ids,
        )

    @property
    def next_orders(self) -> Orders:
        return replace(self.orders, uploads=[], downloads=[])

    def finished_files(self) -> list[Path]:
        """What is there under a final name."""
        if not self.down.exists():
            return []
        return [path for path in self.down.iterdir() if not path.name.startswith(".")]  # parts and their sidecars are hidden

    def wrong_files(self) -> set[Path]:
        sound = {hashlib.sha256(content).digest() for content in self.to_fetch.values()}
        return {path for path in self.finished_files() if hashlib.sha256(path.read_bytes()).digest() not in sound}

    def on_server(self, name: str) -> list[str]:
        return [each for each, filename in self.view.attachments(self.ticket_id).items() if filename == name]


def kill_and_restart(scene: Scene, chance: random.Random, calls: int, tally: Tally) -> None:
    """Kill a run at a random point, some of the following ones as well, and let the last one end."""
    outcome = run(replace(scene.orders, calls_until_death=chance.randint(1, calls)))
    assert outcome.number("remembered") == len(scene.up) + len(scene.to_fetch)
    tally.kills += outcome.was_killed
    tally.wrong_files |= scene.wrong_files()
    while outcome.was_killed and chance.random() < 0.5:
        outcome = run(replace(scene.next_orders, calls_until_death=chance.randint(1, calls)))
        tally.kills += outcome.was_killed
        tally.wrong_files |= scene.wrong_files()
    states = run(replace(scene.next_orders, sends_again=True)).states
    assert set(states.values()) <= {"done"}, states

    tally.wrong_files |= scene.wrong_files()
    for name, content in scene.up.items():
        ids = scene.on_server(name)
        tally.forgotten += not ids
        tally.doubled += max(0, len(ids) - 1)
        tally.objects += len(ids)
        assert all(scene.view.content(scene.ticket_id, each) == content for each in ids)
    names = {path.name for path in scene.finished_files()}
    tally.forgotten += len(scene.to_fetch.keys() - names)
    tally.doubled_on_disk += len(names - scene.to_fetch.keys())
    tally.left_over |= set(scene.down.iterdir()) - set(scene.finished_files())
    assert run(scene.next_orders).number("restored") == 0


def killed_often(sandbox: Sandbox, folder: Path, kills: int) -> Tally:
    calls = run(Scene(sandbox, folder, "unkilled").orders).number("calls")
    assert calls > 1000
    seed = random.randrange(2**32)
    print(f"\nseed {seed}, {calls} points")
    chance, tally, number = random.Random(seed), Tally(), 0
    while tally.kills < kills:
        number += 1
        kill_and_restart(Scene(sandbox, folder, f"scene{number}"), chance, calls, tally)
    print(tally)
    return tally


@pytest.mark.timeout(300)
def test_killed_at_random_points(sandbox: Sandbox, tmp_path: Path, fault_rows: list[Row]) -> None:
    tally = killed_often(sandbox, tmp_path, 6)
    fault_rows.append(tally.row())
    assert (tally.wrong_files, tally.left_over, tally.doubled, tally.doubled_on_disk, tally.forgotten) == (set(), set(), 0, 0, 0)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_killed_at_200_random_points(sandbox: Sandbox, tmp_path: Path, fault_rows: list[Row]) -> None:
    tally = killed_often(sandbox, tmp_path, 200)
    fault_rows.append(tally.row())
    assert (tally.wrong_files, tally.left_over, tally.doubled, tally.doubled_on_disk, tally.forgotten) == (set(), set(), 0, 0, 0)
