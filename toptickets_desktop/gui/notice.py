"""What a pane shows in place of rows, and what it says above them.

`Notice` fills a pane that has nothing to show (empty, loading, offline, refused) and says what to do; `Banner` is one line above
content that stays. Both show foreign text as plain text only, and neither takes the focus.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from toptickets_desktop.gui.diagnostics import show_error_details
from toptickets_desktop.gui.icons import IconView, icon
from toptickets_desktop.gui.layouts import horizontal, vertical
from toptickets_desktop.gui.theme import SPACING, title_font

LOADING_DELAY_MS = 300
NOTICE_ICON_PX = 40
BANNER_ICON_PX = 18


class Notice(QWidget):
    """An icon, a title, a sentence and at most one button, in the middle of a pane.

    Signals:
        action_requested(): the button was pressed.
    """

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._icon = IconView(NOTICE_ICON_PX)
        self._title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._title.setObjectName("noticeTitle")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setFont(title_font())
        self._text = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._text.setObjectName("noticeText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._button.setObjectName("noticeButton")
        self._button.clicked.connect(self.action_requested)
        self._details = _DetailsButton()
        self._busy = QProgressBar()
        self._busy.setMaximum(0)
        self._busy.setTextVisible(False)
        self._busy.setFixedSize(QSize(SPACING * 16, SPACING // 2))
        layout = vertical(self, margin_px=SPACING * 3)
        layout.addStretch(2)
        for widget in (self._icon, self._busy, self._title, self._text, self._button, self._details):
            stretchy = widget in {self._title, self._text}
            layout.addWidget(widget, alignment=Qt.AlignmentFlag(0) if stretchy else Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    @property
    def message(self) -> str:
        """Title and sentence, for tests and screen readers."""
        return f"{self._title.text()} {self._text.text()}".strip()

    def show_message(self, icon_name: str, title: str, text: str = "", button: str = "", *, error: BaseException | None = None) -> None:
        """Say something that stays until something else is said; with an error, offer its details."""
        self._details.set_error(error)
        self._busy.hide()
        self._icon.set_icon(icon(icon_name))
        self._icon.show()
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(self.message)

    def show_busy(self, title: str) -> None:
        """Say that something is being fetched."""
        self._icon.hide()
        self._busy.show()
        self._title.setText(title)
        self._text.hide()
        self._text.clear()
        self._button.hide()
        self._details.set_error(None)
        self.setAccessibleName(title)


class _DetailsButton(QPushButton):
    """Shows what support may be told about an error; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("errorDetails")
        self.setText(self.tr("Details…"))
        self.setFlat(True)
        self.hide()
        self._error: BaseException | None = None
        self.clicked.connect(self._on_clicked)

    def set_error(self, error: BaseException | None) -> None:
        self._error = error
        self.setVisible(error is not None)

    def _on_clicked(self) -> None:
        if self._error is not None:
            show_error_details(self, self._error)


class NoticeStack(QStackedWidget):
    """Content, or a notice in its place. A busy notice shows only when the wait is long enough to be noticed."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice()
        self._content = content
        self.addWidget(content)
        self.addWidget(self.notice)
        self._busy_title = ""
        self._busy_timer = QTimer(self, singleShot=True, interval=LOADING_DELAY_MS)
        self._busy_timer.timeout.connect(self._on_busy_timeout)

    @property
    def message(self) -> str:
        """What the notice says, or an empty text while the content shows."""
        return self.notice.message if self.currentWidget() is self.notice else ""

    def show_content(self) -> None:
        """Show the content."""
        self._busy_timer.stop()
        self.setCurrentWidget(self._content)

    def show_message(self, icon_name: str, title: str, text: str = "", button: str = "", *, error: BaseException | None = None) -> None:
        """Show a notice in place of the content; with an error, offer its details."""
        self._busy_timer.stop()
        self.notice.show_message(icon_name, title, text, button, error=error)
        self.setCurrentWidget(self.notice)

    def show_busy_soon(self, title: str) -> None:
        """Show that something is being fetched, unless it is there in a moment."""
        self._busy_title = title
        self._busy_timer.start()

    def _on_busy_timeout(self) -> None:
        self.notice.show_busy(self._busy_title)
        self.setCurrentWidget(self.notice)


class Banner(QFrame):
    """One line above content that stays: what happened, and at most one thing to do about it.

    Signals:
        action_requested(): the button was pressed.
    """

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._icon = IconView(BANNER_ICON_PX)
        self._text = QLabel(wordWrap=True)
        self._text.setObjectName("bannerText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.setObjectName("bannerButton")
        self._button.clicked.connect(self.action_requested)
        self._details = _DetailsButton()
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip(self.tr("Close this message"))
        self._close.setIcon(icon("x"))
        self._close.setObjectName("bannerClose")
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.hide)
        layout = horizontal(self)
        layout.setContentsMargins(SPACING, SPACING // 2, SPACING // 2, SPACING // 2)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._details)
        layout.addWidget(self._close)
        self.hide()

    @property
    def message(self) -> str:
        """What it says while it is shown."""
        return "" if self.isHidden() else self._text.text()

    def show_message(self, icon_name: str, text: str, button: str = "", *, error: BaseException | None = None) -> None:
        """Say something; what was said before gives way. With an error, offer its details."""
        self._details.set_error(error)
        self._icon.set_icon(icon(icon_name))
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(text)
        self.show()
