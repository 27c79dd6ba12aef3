from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.access import ApiKey, KeyKind
from toptickets_desktop.gui.sign_in.key_field import KeyField
from toptickets_desktop.gui.theme import Tone


@pytest.fixture
def field(qtbot: QtBot) -> KeyField:
    field = KeyField()
    qtbot.addWidget(field)
    return field


def test_empty_field_says_where_keys_are_made(field: KeyField) -> None:
    assert field.key is None
    assert "Settings → API keys" in field.verdict.text()


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_key_is_known_by_its_prefix(field: KeyField, kind: KeyKind) -> None:
    field.line.setText(f"{kind.prefix}0123456789abcdef")
    assert field.key == ApiKey(f"{kind.prefix}0123456789abcdef")
    assert field.verdict.tone is Tone.SUCCESS
    assert "requests a minute" in field.verdict.text()


@pytest.mark.parametrize(
    ("text", "tone", "words"),
    [
        ("tt", Tone.NEUTRAL, "should begin with"),
        ("tt_ag", Tone.NEUTRAL, "should begin with"),
        ("tt_agent_", Tone.NEUTRAL, "Agent key"),
        ("tt_agent_1", Tone.NEUTRAL, "Agent key"),
        ("sk-live-0123456789", Tone.DANGER, "not a TopTickets API key"),
        ("tt_agent_0123 456789", Tone.DANGER, "only the letters"),
        ("tt_agent_" + "x" * 600, Tone.DANGER, "too long"),
    ],
)
def test_what_is_no_key_yet_or_never_will_be(field: KeyField, text: str, tone: Tone, words: str) -> None:
    field.line.setText(text)
    assert field.key is None
    assert field.verdict.tone is tone
    assert words in field.verdict.text()


def test_paste_drops_the_blanks_around_a_key(field: KeyField, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("  tt_live_0123456789\n")
    with qtbot.waitSignal(field.changed):
        field.line.paste()
    assert field.key == ApiKey("tt_live_0123456789")


def test_the_key_is_hidden_until_asked_for(field: KeyField) -> None:
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    assert field.reveal_button.accessibleName() == "Show the key"
    QTest.mouseClick(field.reveal_button, Qt.MouseButton.LeftButton)
    assert field.line.echoMode() is QLineEdit.EchoMode.Normal
    assert field.reveal_button.accessibleName() == "Hide the key"


def test_wiping_leaves_nothing_for_undo(field: KeyField) -> None:
    field.reveal_button.setChecked(True)
    QTest.keyClicks(field.line, "tt_live_0123456789")
    typed = field.key
    assert typed == ApiKey("tt_live_0123456789")
    field.wipe()
    assert not field.line.isUndoAvailable()
    field.line.undo()
    assert field.line.text() == ""
    assert field.key is None
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
