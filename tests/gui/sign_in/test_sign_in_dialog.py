from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.access import DEFAULT_BASE_URL, ApiKey, BaseUrl
from toptickets_desktop.domain.errors import (
    CredentialError,
    KeyringTimedOut,
    KeyringUnavailable,
    NotReached,
    NotReachedReason,
    TopTicketsError,
    Unauthorized,
)
from toptickets_desktop.gui.diagnostics_dialog import DiagnosticsDialog
from toptickets_desktop.gui.event_loop import AppEventLoop
from toptickets_desktop.gui.sign_in.sign_in_dialog import SignInDialog

USUAL = BaseUrl.parse(DEFAULT_BASE_URL)
KEY = ApiKey("tt_agent_0123456789abcdef")
LEFT = Qt.MouseButton.LeftButton


class Backstage:
    """Stands for the service and the keyring: what they say, and what they were asked."""

    def __init__(self) -> None:
        self.check_says: Exception | None = None
        self.save_says: CredentialError | None = None
        self.answers = asyncio.Event()
        self.answers.set()
        self.checked: list[tuple[BaseUrl, ApiKey]] = []
        self.saved: list[tuple[BaseUrl, ApiKey]] = []
        self.kept: list[tuple[BaseUrl, ApiKey]] = []
        self.was_cancelled = False

    async def check_key(self, base_url: BaseUrl, key: ApiKey) -> None:
        self.checked.append((base_url, key))
        try:
            await self.answers.wait()
        except asyncio.CancelledError:
            self.was_cancelled = True
            raise
        if self.check_says is not None:
            raise self.check_says

    async def save_key(self, base_url: BaseUrl, key: ApiKey) -> None:
        self.saved.append((base_url, key))
        if self.save_says is not None:
            raise self.save_says

    def keep_for_session(self, base_url: BaseUrl, key: ApiKey) -> None:
        self.kept.append((base_url, key))


@pytest.fixture
def backstage(qt_loop: AppEventLoop) -> Backstage:
    return Backstage()


Open = Callable[..., SignInDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot, backstage: Backstage) -> Open:
    def open_dialog(base_url: BaseUrl = USUAL, **arguments: Any) -> SignInDialog:
        dialog = SignInDialog(
            base_url,
            check_key=backstage.check_key,
            save_key=backstage.save_key,
            keep_for_session=backstage.keep_for_session,
            **arguments,
        )
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitExposed(dialog)
        return dialog

    return open_dialog


@pytest.fixture
def dialog(open_dialog: Open) -> SignInDialog:
    return open_dialog()


def focused(dialog: SignInDialog) -> QWidget | None:
    return dialog.focusWidget()


def test_it_asks_for_the_key_first_and_takes_nothing_that_is_none(dialog: SignInDialog, qtbot: QtBot) -> None:
    assert focused(dialog) is dialog.key_field.line
    assert not dialog.sign_in_button.isEnabled()
    assert dialog.session_button.isHidden()
    assert dialog.notice.isHidden()
    QTest.keyClick(dialog.key_field.line, Qt.Key.Key_Return)
    dialog.key_field.line.setText("nonsense")
    assert not dialog.sign_in_button.isEnabled()
    dialog.key_field.line.setText(KEY.reveal())
    assert dialog.sign_in_button.isEnabled()
    dialog.address_field.line.setText("http://example.com/v1")
    assert not dialog.sign_in_button.isEnabled()


def test_enter_tests_the_key_stores_it_and_signs_in(dialog: SignInDialog, backstage: Backstage, qtbot: QtBot) -> None:
    QTest.keyClicks(dialog.key_field.line, KEY.reveal())
    with qtbot.waitSignals([dialog.signed_in, dialog.finished], order="strict"), qtbot.waitSignal(dialog.signed_in) as signed_in:
        QTest.keyClick(dialog.key_field.line, Qt.Key.Key_Return)
    assert signed_in.args == [USUAL, KEY, True]
    assert backstage.checked == backstage.saved == [(USUAL, KEY)]
    assert backstage.kept == []
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.key_field.line.text() == ""


def test_the_wait_is_shown_and_nothing_can_be_changed_meanwhile(dialog: SignInDialog, backstage: Backstage, qtbot: QtBot) -> None:
    backstage.answers.clear()
    dialog.key_field.line.setText(KEY.reveal())
    QTest.mouseClick(dialog.sign_in_button, LEFT)
    qtbot.waitUntil(dialog.busy.isVisible)
    assert dialog.is_busy
    assert dialog.message.text() == "Testing the key…"
    assert not dialog.key_field.isEnabled()
    assert not dialog.sign_in_button.isEnabled()
    with qtbot.waitSignal(dialog.signed_in):
        backstage.answers.set()


def test_escape_stops_the_test_and_forgets_the_key(dialog: SignInDialog, backstage: Backstage, qtbot: QtBot) -> None:
    backstage.answers.clear()
    dialog.key_field.line.setText(KEY.reveal())
    QTest.mouseClick(dialog.sign_in_button, LEFT)
    qtbot.waitUntil(lambda: bool(backstage.checked))
    with qtbot.waitSignal(dialog.rejected), qtbot.assertNotEmitted(dialog.signed_in):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: backstage.was_cancelled)
    assert dialog.key_field.line.text() == ""
    assert dialog.key_field.key is None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unauthorized(status=401), "did not accept the API key"),
        (NotReached(NotReachedReason.TIMEOUT), "did not answer in time"),
    ],
)
def test_an_error_is_said_in_words_and_the_fields_stay(
    dialog: SignInDialog, backstage: Backstage, qtbot: QtBot, error: TopTicketsError, words: str
) -> None:
    backstage.check_says = error
    dialog.key_field.line.setText(KEY.reveal())
    QTest.mouseClick(dialog.sign_in_button, LEFT)
    qtbot.waitUntil(lambda: words in dialog.message.text())
    assert dialog.isVisible()
    assert dialog.key_field.key == KEY
    assert dialog.key_field.isEnabled()
    assert not dialog.busy.isVisible()
    assert backstage.saved == []
    assert focused(dialog) is dialog.key_field.line
    assert dialog.key_field.line.hasSelectedText() is isinstance(error, Unauthorized)
    assert not dialog.details_button.isHidden()
    dialog.details_button.click()
    details = dialog.findChild(DiagnosticsDialog)
    assert details is not None
    assert error.kind in details.text.toPlainText()
    assert KEY.reveal() not in details.text.toPlainText()
    details.reject()
    dialog.key_field.line.setText(KEY.reveal() + "x")
    assert not dialog.message.isVisible()
    backstage.check_says = None
    with qtbot.waitSignal(dialog.signed_in):
        QTest.mouseClick(dialog.sign_in_button, LEFT)


def test_an_unusual_address_is_shown_when_it_cannot_be_reached(open_dialog: Open, backstage: Backstage, qtbot: QtBot) -> None:
    dialog = open_dialog(BaseUrl.parse("http://127.0.0.1:9/v1"))
    backstage.check_says = NotReached(NotReachedReason.CONNECT)
    dialog.key_field.line.setText(KEY.reveal())
    QTest.mouseClick(dialog.sign_in_button, LEFT)
    qtbot.waitUntil(lambda: dialog.address_field.is_unfolded)


@pytest.mark.parametrize("error", [KeyringUnavailable(), KeyringTimedOut()])
def test_without_a_keyring_the_key_can_be_kept_for_the_session(
    dialog: SignInDialog, backstage: Backstage, qtbot: QtBot, error: CredentialError
) -> None:
    backstage.save_says = error
    dialog.key_field.line.setText(KEY.reveal())
    QTest.mouseClick(dialog.sign_in_button, LEFT)
    qtbot.waitUntil(dialog.session_button.isVisible)
    assert "The key works" in dialog.message.text()
    assert "keyring" in dialog.message.text()
    assert dialog.session_button.isDefault()
    assert focused(dialog) is dialog.session_button
    assert backstage.kept == []
    with qtbot.waitSignals([dialog.signed_in, dialog.finished], order="strict"), qtbot.waitSignal(dialog.signed_in) as signed_in:
        QTest.keyClick(dialog.session_button, Qt.Key.Key_Return)
    assert signed_in.args == [USUAL, KEY, False]
    assert backstage.kept == [(USUAL, KEY)]


def test_trying_the_keyring_again_does_not_ask_the_service_again(dialog: SignInDialog, backstage: Backstage, qtbot: QtBot) -> None:
    backstage.save_says = KeyringTimedOut()
    dialog.key_field.line.setText(KEY.reveal())
    QTest.mouseClick(dialog.sign_in_button, LEFT)
    qtbot.waitUntil(dialog.session_button.isVisible)
    assert dialog.sign_in_button.text().replace("&", "") == "Try the keyring again"
    backstage.save_says = None
    with qtbot.waitSignal(dialog.signed_in) as signed_in:
        QTest.mouseClick(dialog.sign_in_button, LEFT)
    assert signed_in.args == [USUAL, KEY, True]
    assert len(backstage.checked) == 1
    assert len(backstage.saved) == 2


def test_another_key_is_tested_again_before_it_is_kept(dialog: SignInDialog, backstage: Backstage, qtbot: QtBot) -> None:
    backstage.save_says = KeyringUnavailable()
    dialog.key_field.line.setText(KEY.reveal())
    QTest.mouseClick(dialog.sign_in_button, LEFT)
    qtbot.waitUntil(dialog.session_button.isVisible)
    other = ApiKey("tt_live_0123456789abcdef")
    dialog.key_field.line.setText(other.reveal())
    assert dialog.session_button.isHidden()
    assert dialog.sign_in_button.isDefault()
    QTest.mouseClick(dialog.sign_in_button, LEFT)
    qtbot.waitUntil(dialog.session_button.isVisible)
    assert backstage.checked == [(USUAL, KEY), (USUAL, other)]


def test_a_defect_of_ours_does_not_leave_the_dialog_waiting(
    dialog: SignInDialog, backstage: Backstage, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    backstage.check_says = RuntimeError("boom")
    dialog.key_field.line.setText(KEY.reveal())
    QTest.mouseClick(dialog.sign_in_button, LEFT)
    qtbot.waitUntil(lambda: "Something went wrong" in dialog.message.text())
    assert dialog.sign_in_button.isEnabled()
    assert KEY.reveal() not in "".join(capfd.readouterr())


def test_a_notice_says_why_the_dialog_opens(open_dialog: Open) -> None:
    dialog = open_dialog(notice="The key was not accepted any more.")
    assert dialog.notice.isVisible()
    assert dialog.notice.text() == "The key was not accepted any more."


def test_height_follows_what_is_shown(dialog: SignInDialog, qtbot: QtBot) -> None:
    folded = dialog.height()
    QTest.mouseClick(dialog.address_field.fold_button, LEFT)
    qtbot.waitUntil(lambda: dialog.height() > folded)
    QTest.mouseClick(dialog.address_field.fold_button, LEFT)
    qtbot.waitUntil(lambda: dialog.height() == folded)


def test_tab_goes_down_the_dialog(dialog: SignInDialog) -> None:
    dialog.key_field.line.setText(KEY.reveal())
    order = []
    for _ in range(5):
        widget = focused(dialog)
        assert widget is not None
        order.append(widget.objectName() or type(widget).__name__)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert order == ["apiKey", "revealKey", "foldAddress", "signInButton", "QPushButton"]
