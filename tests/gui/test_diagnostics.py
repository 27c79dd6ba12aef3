"""What is told about an error: enough to help, and nothing of the user's or of customers."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from toptickets_desktop.domain.errors import Forbidden, NotReached, NotReachedReason
from toptickets_desktop.gui.diagnostics import error_diagnostics
from toptickets_desktop.gui.diagnostics_dialog import DiagnosticsDialog
from toptickets_desktop.gui.notice import Banner, Notice

CANARY = "tt_agent_canary0123456789 /home/me/invoice.pdf"


def _defect() -> BaseException:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError as error:
        return error


def test_an_error_of_ours_is_told_in_facts() -> None:
    text = error_diagnostics(NotReached(NotReachedReason.TLS, CANARY), system=lambda: "System 1")
    assert "System 1" in text
    assert "error: not_reached (tls)" in text
    assert "canary" not in text


def test_a_defect_is_told_by_its_place_and_never_by_its_message() -> None:
    text = error_diagnostics(_defect())
    assert "builtins.RuntimeError\n   test_diagnostics.py:" in text
    assert "builtins.KeyError" in text
    assert "canary" not in text
    assert "/home" not in text


def test_banner_and_notice_show_details_before_they_are_copied(qtbot: QtBot) -> None:
    for widget in (Banner(), Notice()):
        qtbot.addWidget(widget)
        widget.show_message("key", "Not allowed")
        button = widget.findChild(QPushButton, "errorDetails")
        assert button is not None
        assert button.isHidden()
        widget.show_message("key", "Not allowed", error=Forbidden(CANARY, required_scope="attachments:delete"))
        assert not button.isHidden()
        QGuiApplication.clipboard().clear()
        button.click()
        dialog = widget.window().findChild(DiagnosticsDialog)
        assert dialog is not None
        assert QGuiApplication.clipboard().text() == "", "shown first"
        dialog.copy_button.click()
        assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
        assert "forbidden (HTTP 403)" in dialog.text.toPlainText()
        assert "canary" not in dialog.text.toPlainText()
        dialog.reject()
