from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.access import DEFAULT_BASE_URL, BaseUrl
from toptickets_desktop.gui.sign_in.address_field import AddressField

USUAL = BaseUrl.parse(DEFAULT_BASE_URL)


@pytest.fixture
def field(qtbot: QtBot) -> AddressField:
    field = AddressField(USUAL)
    qtbot.addWidget(field)
    return field


def test_it_is_folded_and_names_the_host(field: AddressField) -> None:
    assert not field.is_unfolded
    assert field.line.isHidden()
    assert field.fold_button.accessibleName() == "Service address: api.toptickets.app"
    QTest.mouseClick(field.fold_button, Qt.MouseButton.LeftButton)
    assert not field.line.isHidden()
    assert field.line.text() == DEFAULT_BASE_URL
    QTest.mouseClick(field.fold_button, Qt.MouseButton.LeftButton)
    assert field.line.isHidden()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("http://example.com/v1", "must begin with https://"),
        ("https://example.com", "must end in /v1"),
        ("example", "not a web address"),
        ("https://me:secret@example.com/v1", "user name"),
    ],
)
def test_what_is_wrong_is_said_while_typing_and_cannot_be_folded_away(field: AddressField, qtbot: QtBot, text: str, words: str) -> None:
    field.fold_button.click()
    with qtbot.waitSignal(field.changed):
        field.line.setText(text)
    assert field.base_url is None
    assert words in field.verdict.text()
    field.fold_button.click()
    assert not field.line.isHidden()
    assert not field.verdict.isHidden()


def test_an_empty_field_means_the_usual_address(field: AddressField) -> None:
    field.line.setText("http://127.0.0.1:8080/v1/")
    assert field.base_url == BaseUrl.parse("http://127.0.0.1:8080/v1")
    field.line.setText("  ")
    assert field.base_url == USUAL
    assert field.verdict.isHidden()


def test_it_unfolds_only_where_the_address_may_be_wrong(field: AddressField) -> None:
    field.unfold_unless_usual()
    assert not field.is_unfolded
    field.line.setText("https://tickets.example.com/v1")
    field.unfold_unless_usual()
    assert field.is_unfolded


def test_a_long_host_does_not_widen_the_dialog(qtbot: QtBot) -> None:
    field = AddressField(BaseUrl.parse(f"https://{'sub.' * 50}example.com/v1"))
    qtbot.addWidget(field)
    field.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert "…" in field.fold_button.text()
    assert field.fold_button.text().endswith("example.com")
