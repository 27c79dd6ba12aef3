"""dev.py, as far as it can be tried without building environments."""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

import dev

SCRIPT = Path(dev.__file__)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project in a folder of its own, whose environment is the Python that runs the tests."""
    venv = tmp_path / ".venv"
    program = dev.venv_program(venv, "python")
    program.parent.mkdir(parents=True)
    program.symlink_to(sys.executable)
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (tmp_path / "dev.txt").write_text("", encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", venv)
    monkeypatch.setattr(dev, "DEV_LOCK", tmp_path / "dev.txt")
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been installed, in place of installing it."""
    calls: list[list[str]] = []

    def record(_venv: Path, arguments: Sequence[str]) -> None:
        calls.append(list(arguments))

    monkeypatch.setattr(dev, "install", record)
    return calls


def test_an_older_python_is_told_so_in_a_sentence() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))  # it must get as far as the sentence
    old = "import sys; sys.version_info = (3, 9, 2, 'final', 0); exec(compile(open(sys.argv[1]).read(), 'dev.py', 'exec'))"
    done = subprocess.run([sys.executable, "-c", old, SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "dev.py needs Python 3.11 or later; this is Python 3.9.\n"


def test_only_the_standard_library_is_imported() -> None:
    modules = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules <= sys.stdlib_module_names


def test_the_second_run_installs_nothing(project: Path, installed: list[list[str]]) -> None:
    dev.prepare_environment()
    assert installed == [
        ["--no-deps", "--require-hashes", "-r", str(project / "dev.txt")],
        ["--no-deps", "--no-build-isolation", "-e", str(project)],
    ]
    installed.clear()
    dev.prepare_environment()
    assert installed == []


def test_a_changed_lock_or_project_file_is_installed_anew(project: Path, installed: list[list[str]]) -> None:
    dev.prepare_environment()
    installed.clear()
    (project / "pyproject.toml").write_text("[project]\nname = 'other'\n", encoding="utf-8")
    dev.prepare_environment()
    assert [arguments[1] for arguments in installed] == ["--no-build-isolation"]
    installed.clear()
    (project / "dev.txt").write_text("# other\n", encoding="utf-8")
    dev.prepare_environment()
    assert [arguments[1] for arguments in installed] == ["--require-hashes", "--no-build-isolation"]


def test_an_interrupted_installation_is_taken_up_again(project: Path, monkeypatch: pytest.MonkeyPatch, installed: list[list[str]]) -> None:
    def fail(_venv: Path, _arguments: Sequence[str]) -> None:
        raise dev.DevError("no network")

    with monkeypatch.context() as broken:
        broken.setattr(dev, "install", fail)
        with pytest.raises(dev.DevError):
            dev.prepare_environment()
    dev.prepare_environment()
    assert len(installed) == 2


def test_missing_packages_are_named_with_the_exact_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(dev, "missing_packages", lambda packages: [name for name in packages if name != "xvfb"])
    monkeypatch.setattr(dev, "_may_install_packages", lambda: False)
    assert not dev.prepare_system(["xvfb", "thunar", "openbox"], "Some tests are skipped.")
    said = capsys.readouterr().out
    assert "  sudo apt-get install -y --no-install-recommends thunar openbox\n" in said
    assert "Some tests are skipped." in said


@pytest.mark.skipif(not Path("/usr/bin/dpkg-query").exists(), reason="not a Debian")
def test_installed_and_provided_packages_are_not_missing() -> None:
    # `awk` is nobody's package on Debian; mawk and gawk provide it.
    assert dev.missing_packages(["dpkg", "awk", "no-such-package-at-all"]) == ["no-such-package-at-all"]


def test_package_lists_are_fetched_only_when_the_first_try_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    exit_codes = iter([100, 0, 0])

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, next(exit_codes), stdout="")

    monkeypatch.setattr(subprocess, "run", run)
    assert dev._apt_install(["xvfb"])
    assert [command[1] for command in commands] == ["install", "update", "install"]


def test_a_failing_check_is_reported_and_the_others_still_run(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "prepare_system", lambda *_: True)
    monkeypatch.setattr(dev, "prepare_environment", lambda: None)
    monkeypatch.setenv("PATH", str(project / "empty"))
    for name, exit_code in {"ruff": 0, "mypy": 1, "lint-imports": 0, "deptry": 0, "codespell": 0}.items():
        program = dev.venv_program(dev.VENV, name)
        program.write_text(f"#!{sys.executable}\nprint('said by {name}')\nraise SystemExit({exit_code})\n", encoding="utf-8")
        program.chmod(0o755)
    assert dev.check(argparse.Namespace()) == 1
    said = capsys.readouterr().out
    assert "said by mypy" in said
    assert "said by ruff" not in said
    results = dict(line.split(" s  ") for line in said.splitlines() if " s  " in line)
    assert [result for name, result in results.items() if name.startswith("codespell")] == ["ok"]
    assert [result for name, result in results.items() if name.startswith("mypy")] == ["FAILED"]
    assert [result for name, result in results.items() if name.startswith("desktop-file")] == ["skipped: not installed"]


def test_a_whole_run_asks_for_coverage_and_a_part_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[object]] = []

    def run(command: list[object], **_options: object) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(dev, "prepare_system", lambda *_: True)
    monkeypatch.setattr(dev, "prepare_environment", lambda: None)
    monkeypatch.setattr(dev, "run", run)
    for arguments in (["test", "--soak"], ["test", "-k", "drag", "tests/desktop"]):
        assert dev.main(arguments) == 0
    whole, part = commands
    assert "--soak" in whole
    assert "--cov-fail-under=90" in whole
    assert part[-3:] == ["-k", "drag", "tests/desktop"]
    assert not any(str(argument).startswith("--cov") for argument in part)


def test_unknown_names_and_options_are_usage_errors(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(dev, "prepare_system", lambda *_: True)
    monkeypatch.setattr(dev, "prepare_environment", lambda: None)
    assert dev.main(["bench", "no-such-benchmark"]) == 2
    assert "No such benchmark: no-such-benchmark." in capsys.readouterr().err
    with pytest.raises(SystemExit) as usage:
        dev.main(["check", "--fast"])
    assert usage.value.code == 2


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_is_left_to_the_program_that_runs(tmp_path: Path) -> None:
    """The program gets its time to end, and its exit code is ours."""
    ready = tmp_path / "ready"
    program = (
        "import pathlib, signal, sys, threading\n"
        "ended = threading.Event()\n"
        "signal.signal(signal.SIGINT, lambda *_: (ended.wait(1), sys.exit(7)))\n"
        f"pathlib.Path({str(ready)!r}).touch()\n"
        "signal.pause()\n"
    )
    starter = f"import dev, sys; sys.exit(dev.run([sys.executable, '-c', {program!r}]))"
    process = subprocess.Popen([sys.executable, "-c", starter], cwd=SCRIPT.parent, start_new_session=True)
    deadline = time.monotonic() + 20
    while not ready.exists() and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    os.killpg(process.pid, 2)
    assert process.wait(20) == 7
