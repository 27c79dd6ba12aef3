"""A pasted picture, held for a moment: what it looks like, what it will be called, and a way to stop it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QProgressBar, QPushButton, QWidget

from toptickets_desktop.domain.file_rules import refusal_of_name
from toptickets_desktop.gui.formats import size_text
from toptickets_desktop.gui.icons import icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.theme import SPACING, tabular_font

HOLD_MS = 5_000
THUMBNAIL_SIZE = QSize(SPACING * 12, SPACING * 8)

_TICK_MS = 100


class PasteBar(QFrame):
    """Shows one picture until it is sent or not. Nothing is sent while it counts down.

    Args:
        ticket: the ticket's number, for the words.
        name: what it is to be called unless the user changes it.
        hold_ms: how long it waits.

    Signals:
        sent(str): send it under this name; the bar is done.
        cancelled(): do not; the bar is done.
    """

    sent = Signal(str)
    cancelled = Signal()

    def __init__(self, ticket: str, name: str, *, hold_ms: int = HOLD_MS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pasteBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._ticket = ticket
        self._hold_ms = hold_ms
        self._is_ready = False
        self._is_over = False
        self._counts = True
        self._facts = ""
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

        self.thumbnail = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.thumbnail.setObjectName("pasteThumbnail")
        self.thumbnail.setAccessibleName(self.tr("The pasted picture"))
        self.thumbnail.setFixedSize(THUMBNAIL_SIZE)
        self.thumbnail.setPixmap(icon("image").pixmap(SPACING * 4, SPACING * 4))
        self.name_field = QLineEdit(name)
        self.name_field.setObjectName("pasteName")
        self.name_field.setAccessibleName(self.tr("Name of the pasted picture"))
        self.name_field.textEdited.connect(self._on_name_field_edited)
        self.name_field.returnPressed.connect(self._send)
        self.status = QLabel()
        self.status.setObjectName("pasteStatus")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setFont(tabular_font(self.status.font()))
        self.status.setWordWrap(True)
        self.countdown = QProgressBar(maximum=hold_ms, textVisible=False)
        self.countdown.setObjectName("pasteCountdown")
        self.countdown.setAccessibleName(self.tr("Time until the picture is sent"))
        self.countdown.setFixedHeight(SPACING // 2)
        self.send_button = QPushButton(self.tr("Send now"))
        self.send_button.setObjectName("pasteSend")
        self.send_button.clicked.connect(self._send)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("pasteCancel")
        self.cancel_button.clicked.connect(self.cancel)

        buttons = horizontal()
        buttons.addWidget(self.countdown, 1, alignment=Qt.AlignmentFlag.AlignVCenter)
        buttons.addStretch(0)
        buttons.addWidget(self.send_button)
        buttons.addWidget(self.cancel_button)
        words = vertical(spacing_px=SPACING // 2)
        words.addWidget(self.name_field)
        words.addWidget(self.status)
        words.addLayout(buttons)
        layout = horizontal(self, spacing_px=SPACING + SPACING // 2)
        layout.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        layout.addWidget(self.thumbnail, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self._since.start()
        self._timer.start()
        self._show_state()

    @property
    def is_counting(self) -> bool:
        """Whether it is sent by itself when the time is over."""
        return self._counts and not self._is_over

    def show_picture(self, thumbnail: QImage, pixel_size: QSize, size_bytes: int) -> None:
        """Here is the picture; from now on it can be sent."""
        pixmap = QPixmap.fromImage(thumbnail)
        pixmap.setDevicePixelRatio(thumbnail.devicePixelRatio())
        self.thumbnail.setPixmap(pixmap)
        self._facts = self.tr("{width} × {height} pixels, {size}").format(
            width=pixel_size.width(), height=pixel_size.height(), size=size_text(size_bytes)
        )
        self._is_ready = True
        self._show_state()

    def cancel(self) -> None:
        """Do not send it."""
        if not self._is_over:
            self._end()
            self.cancelled.emit()

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the bar while the focus is in it, and not to a shortcut of the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    def _send(self) -> None:
        name = self.name_field.text().strip()
        if self._is_over or not self._is_ready or not _is_good(name):
            return
        self._end()
        self.sent.emit(name)

    def _end(self) -> None:
        self._is_over = True
        self._timer.stop()

    def _show_state(self) -> None:
        left_ms = max(0, self._hold_ms - self._since.elapsed())
        seconds = -(-left_ms // 1000)
        self.countdown.setValue(left_ms)
        self.countdown.setVisible(self._counts)
        if not _is_good(self.name_field.text().strip()):
            text = self.tr("This name cannot be sent.")
        elif self._counts:
            text = self.tr("Goes to {ticket} in {seconds} s").format(ticket=self._ticket, seconds=seconds)
        else:
            text = self.tr("Goes to {ticket} when you press Enter").format(ticket=self._ticket)
        self.status.setText(f"{text} · {self._facts}" if self._facts else text)
        self.send_button.setEnabled(self._is_ready and _is_good(self.name_field.text().strip()))
        self.setAccessibleName(self.status.text())

    def _on_timer_timeout(self) -> None:
        self._show_state()
        if self._since.elapsed() >= self._hold_ms and self._is_ready:
            self._send()

    def _on_name_field_edited(self) -> None:
        self._counts = False  # nobody types against a clock
        self._timer.stop()
        self._show_state()


def _is_good(name: str) -> bool:
    return bool(name) and refusal_of_name(name) is None and Path(name).name == name
