"""What every test gets: a sandbox on request, a home of its own, and the watch over the storage's requests."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from toptickets_desktop.gui.garbage import collect_what_is_due
from toptickets_desktop.sandbox.server import STORAGE_LOG_VARIABLE, Sandbox

_HOME_VARIABLES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_STATE_HOME": "home/.local/state",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_DOWNLOAD_DIR": "home/Downloads",
    "APPDATA": "home/AppData/Roaming",
    "LOCALAPPDATA": "home/AppData/Local",
}
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy")
_STORAGE_LOG = pytest.StashKey[Path]()
FUZZ_RUNS = pytest.StashKey[list[tuple[str, float, int]]]()
"""What tests/security/fuzz tried: the name, for how many seconds, and how many examples."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run the tests marked soak, and the contract test with many more examples")
    parser.addoption("--fuzz-minutes", type=float, default=30.0, metavar="N", help="with --soak: how long to fuzz in all (default 30)")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FUZZ_RUNS] = []
    # Qt objects must not be destroyed by the servers' and the network's threads; see gui/garbage.py.
    gc.disable()
    # Without a display Qt would end the whole run; the tests that want a real one bring their own.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _collected_here() -> Iterator[None]:
    yield
    collect_what_is_due()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--soak"):
        return
    for item in items:
        if "soak" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="needs --soak"))


@pytest.fixture(scope="session", autouse=True)
def _storage_log(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have every sandbox of this run, in this process and in those that it starts, note each request to its storage."""
    log = tmp_path_factory.mktemp("storage-log") / "storage-access.jsonl"
    request.config.stash[_STORAGE_LOG] = log
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name.startswith("TOPTICKETS_"):
                patch.delenv(name)
        patch.setenv(STORAGE_LOG_VARIABLE, str(log))
        yield


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's home, keys and proxies out of every test."""
    root = tmp_path_factory.mktemp("home")
    for name, folder in _HOME_VARIABLES.items():
        (root / folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(root / folder))
    for name in _PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A running service with the usual 60 tickets, for this test alone."""
    with Sandbox() as running:
        yield running


def _storage_requests(log: Path | None) -> tuple[int, int]:
    """How many requests the storage got in the whole run, and how many of them had an Authorization header."""
    files = [] if log is None else [*log.parent.glob(f"{log.name}*")]
    records = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return len(records), sum(record["had_authorization"] for record in records)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    _, with_authorization = _storage_requests(session.config.stash.get(_STORAGE_LOG, None))
    if with_authorization and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    requests, with_authorization = _storage_requests(config.stash.get(_STORAGE_LOG, None))
    runs = config.stash[FUZZ_RUNS]
    if runs:
        seconds, examples = sum(run[1] for run in runs), sum(run[2] for run in runs)
        if config.getoption("--soak"):
            for name, duration_s, count in runs:
                terminalreporter.write_line(f"fuzzed {name}: {duration_s:.0f} s, {count:,} examples")
        terminalreporter.write_line(f"fuzzed in all: {seconds / 60:.1f} minutes, {examples:,} examples, {len(runs)} doors")
    if requests:
        terminalreporter.write_line(f"storage requests: {requests}, with Authorization: {with_authorization}", red=bool(with_authorization))
