"""The lists of programs, as the specifications have them, and as strangers' packages may write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toptickets_desktop.gui.applications import Application, applications_for, split_exec

pytestmark = pytest.mark.usefixtures("lists")


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the programs of all users are registered; the user's own lists are empty."""
    shared = tmp_path / "shared" / "applications"
    shared.mkdir(parents=True)
    monkeypatch.setenv("XDG_DATA_DIRS", str(shared.parent))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "none"))
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    return shared


def register(folder: Path, name: str, *lines: str) -> None:
    content = "\n".join(("[Desktop Entry]", "Type=Application", f"Name={name}", *lines))
    (folder / f"{name}.desktop").write_text(content if "Exec" in content else f"{content}\nExec=/bin/true %u\n")


def names(content_type: str = "image/png") -> list[str]:
    return [application.name for application in applications_for(content_type)]


def test_the_users_default_comes_first_and_what_was_removed_or_cannot_run_is_left_out(lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two", "three"):
        register(lists, name)
    register(lists, "hidden", "Hidden=true")
    register(lists, "console", "Terminal=true")
    register(lists, "uninstalled", "TryExec=/no/such/program")
    register(lists, "broken", 'Exec="unclosed %f')
    (lists / "mimeinfo.cache").write_text(
        "[MIME Cache]\nimage/png=one.desktop;two.desktop;three.desktop;hidden.desktop;console.desktop;uninstalled.desktop;"
        "broken.desktop;gone.desktop;../../evil.desktop;\n"
    )
    assert names() == ["one", "two", "three"]
    own = lists.parent.parent / "config"
    own.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own))
    (own / "mimeapps.list").write_text(
        "[Default Applications]\nimage/png=three.desktop\n[Removed Associations]\nimage/png=one.desktop;\n"
        "[Added Associations]\nimage/png=two.desktop\n"
    )
    assert names() == ["three", "two"]
    assert names("image/gif") == []


def test_lists_that_are_no_lists_are_passed_over(lists: Path) -> None:
    (lists / "mimeinfo.cache").write_bytes(b"\xff\xfe no section\n=\n[[[")
    assert names() == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("viewer %f", ["viewer", "%f"]),
        ('"/opt/my viewer/run" --open %U', ["/opt/my viewer/run", "--open", "%U"]),
        (r'sh -c "echo \\"a\\" \\$HOME"', ["sh", "-c", 'echo "a" $HOME']),
        ("viewer %i %c %k 100%%", ["viewer", "100%"]),
        ('viewer ""', ["viewer", ""]),
        ('viewer "unclosed', []),
        ("", []),
    ],
)
def test_an_exec_line_is_taken_apart(line: str, words: list[str]) -> None:
    assert split_exec(line) == words


@given(st.text(max_size=100))
def test_any_exec_line_gives_words(line: str) -> None:
    assert all(isinstance(word, str) for word in split_exec(line))


def test_the_file_takes_the_place_of_its_code_and_is_never_taken_apart() -> None:
    path = Path("/tmp/a b; $(id) %u.png")
    assert Application("x", "x", "", ("run", "%f", "-x")).arguments_for(path) == ["run", str(path), "-x"]
    assert Application("x", "x", "", ("run", "%U")).arguments_for(path) == ["run", path.as_uri()]
    assert Application("x", "x", "", ("run",)).arguments_for(path) == ["run", str(path)]
