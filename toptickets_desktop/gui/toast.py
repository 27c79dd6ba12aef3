"""Short messages over the lower edge of a pane: what has just happened, and at most one thing to do about it.

They come and go by themselves, never take the focus, and wait while the pointer or the focus is on them. Screen readers are told at
once (QAccessible's announcement, which is what `role="alert"` is on the web).
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from toptickets_desktop.gui.layouts import horizontal
from toptickets_desktop.gui.status_line import ICON_PX, paint_icon
from toptickets_desktop.gui.theme import SPACING, contrast_ratio

TIMEOUT_MS = 8_000
TOASTS_MAX = 3

_WIDTH_MAX_PX = SPACING * 64
_BUTTON_LIGHTER_PERCENT = 130
_BORDER_LIGHTER_PERCENT = 175

_Role = QPalette.ColorRole


class Toast(QFrame):
    """One message. Foreign text is shown as plain text.

    Signals:
        acted(): the user pressed the button; the toast is gone.
        expired(): the time is over, the user closed it, or newer ones took its place; nothing was pressed.
        ended(): either of them.
    """

    acted = Signal()
    expired = Signal()
    ended = Signal()

    def __init__(self, text: str, action: str, timeout_ms: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._has_ended = False
        self._remaining_ms = timeout_ms
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.dismiss)
        self._label = QLabel(text)
        self._label.setObjectName("toastText")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(action)
        self.button.setObjectName("toastAction")
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self._on_button_clicked)
        self._close = _CloseButton()
        self._close.clicked.connect(self.dismiss)
        for button in (self.button, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click on it leaves the focus where the user works
            button.installEventFilter(self)
        layout = horizontal(self)
        layout.setContentsMargins(SPACING * 2, SPACING, SPACING, SPACING)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self._close)
        self._color()
        self._name()

    @property
    def message(self) -> str:
        """What it says."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Say something newer in the same place, without another announcement."""
        self._label.setText(text)
        self._name()

    def take_focus(self) -> None:
        """Put the keyboard on its button, or on the one that closes it."""
        (self.button if self.button.text() else self._close).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Take it away; nothing was pressed."""
        if not self._has_ended:
            self._has_ended = True
            self._timer.stop()
            self.expired.emit()
            self.ended.emit()

    def fitting_size(self, width_max_px: int) -> QSize:
        """How large it is on one line, or on as many as the width takes."""
        width = min(self._one_line_width_px(), width_max_px)
        beside_px = self._beside_text_px()
        text_height = self._label.heightForWidth(width - beside_px)
        button_height = max(self.button.sizeHint().height(), self._close.height())
        return QSize(width, max(text_height, button_height) + SPACING * 2)

    def start(self) -> None:
        """Begin to count, and tell screen readers."""
        self._go_on()
        announcement = QAccessibleAnnouncementEvent(self, self.message)
        announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(announcement)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer is on it."""
        super().enterEvent(event)
        self._hold()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._go_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait while the focus is on one of its buttons."""
        if event.type() == QEvent.Type.FocusIn:
            self._hold()
        elif event.type() == QEvent.Type.FocusOut:
            self._go_on()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._color()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(_Role.Window)
        painter.setPen(QPen(ground.lighter(_BORDER_LIGHTER_PERCENT), 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), SPACING, SPACING)
        painter.end()

    def _one_line_width_px(self) -> int:
        """Qt guesses a squarish shape for text that wraps; this is how wide it is when it does not."""
        return self._label.fontMetrics().horizontalAdvance(self._label.text()) + SPACING + self._beside_text_px()

    def _beside_text_px(self) -> int:
        buttons_px = self._close.width() + SPACING
        if self.button.text():
            buttons_px += self.button.sizeHint().width() + SPACING
        return buttons_px + SPACING * 3

    def _hold(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._remaining_ms = max(self._remaining_ms - self._since.elapsed(), 0)

    def _go_on(self) -> None:
        if not self._has_ended and not self.underMouse() and not self._has_focus() and not self._timer.isActive():
            self._since.start()
            self._timer.start(self._remaining_ms)

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _color(self) -> None:
        """The colours of a tooltip: dark in both palettes, so that it stands out from what it covers."""
        application = QApplication.palette()
        ground, ink = application.color(_Role.ToolTipBase), application.color(_Role.ToolTipText)
        button = ground.lighter(_BUTTON_LIGHTER_PERCENT)
        palette = QPalette(application)
        for role, color in (
            (_Role.Window, ground),
            (_Role.WindowText, ink),
            (_Role.Button, button if contrast_ratio(button, ink) > contrast_ratio(ground, ink) / 2 else ground),
            (_Role.ButtonText, ink),
        ):
            palette.setColor(role, color)
        if palette != self.palette():
            self.setPalette(palette)

    def _name(self) -> None:
        self.setAccessibleName(self.message)
        self.button.setAccessibleDescription(self.message)

    def _on_button_clicked(self) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._timer.stop()
            self.acted.emit()
            self.ended.emit()


class ToastStack(QObject):
    """Shows toasts over the lower edge of a widget, the newest lowest.

    Args:
        anchor: what they lie over; it keeps its size and its focus.
    """

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._anchor = anchor
        self._toasts: list[Toast] = []
        self._focus_before: QWidget | None = None
        anchor.installEventFilter(self)
        anchor.window().installEventFilter(self)

    @property
    def shown(self) -> list[Toast]:
        """Those that can be seen, oldest first."""
        return list(self._toasts)

    def show(self, text: str, *, action: str = "", timeout_ms: int = TIMEOUT_MS) -> Toast:
        """Say something.

        Args:
            text: a short sentence; may hold foreign text.
            action: the word on its button; none when empty.
            timeout_ms: how long it stays while nobody points at it.

        Returns:
            The toast, which says how it ended.
        """
        for oldest in self._toasts[: max(len(self._toasts) - TOASTS_MAX + 1, 0)]:
            oldest.dismiss()
        toast = Toast(text, action, timeout_ms, self._anchor.window())
        self._toasts.append(toast)
        toast.ended.connect(lambda: self._on_toast_ended(toast))
        self._place()
        toast.show()
        toast.raise_()
        toast.start()
        return toast

    def dismiss_all(self) -> None:
        """Take all of them away, as if their time were over."""
        for toast in self.shown:
            toast.dismiss()

    def switch_focus(self) -> None:
        """Put the keyboard on the newest toast, and from there back to where it was."""
        focus = QApplication.focusWidget()
        if any(focus is not None and toast.isAncestorOf(focus) for toast in self._toasts):
            self._give_focus_back()
        elif self._toasts:
            self._focus_before = focus
            self._toasts[-1].take_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pane."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.LayoutRequest}:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._anchor.window()
        corner = self._anchor.mapTo(window, self._anchor.rect().topLeft())
        area = QRect(corner, self._anchor.size()).adjusted(SPACING * 2, 0, -SPACING * 2, -SPACING * 2)
        bottom = area.bottom()
        for toast in reversed(self._toasts):
            size = toast.fitting_size(min(area.width(), _WIDTH_MAX_PX))
            place = QRect(0, 0, size.width(), size.height())
            place.moveCenter(area.center())
            place.moveBottom(bottom)
            toast.setGeometry(place)
            bottom = place.top() - SPACING

    def _give_focus_back(self) -> None:
        before, self._focus_before = self._focus_before, None
        (before or self._anchor).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_toast_ended(self, toast: Toast) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and toast.isAncestorOf(focus):
            self._give_focus_back()
        self._toasts.remove(toast)
        toast.hide()
        toast.deleteLater()
        self._place()


class _CloseButton(QToolButton):
    """A cross in the colour of the toast's text, which is not that of the window."""

    def __init__(self) -> None:
        super().__init__(autoRaise=True)
        self.setObjectName("toastClose")
        self.setToolTip(self.tr("Close this message"))
        self.setAccessibleName(self.tr("Close this message"))
        self.setFixedSize(SPACING * 3, SPACING * 3)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # the whole of it is painted each time
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(_Role.WindowText)
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen if not self.hasFocus() else QPen(ink, 1))
            painter.setBrush(self.palette().color(_Role.Button))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), SPACING / 2, SPACING / 2)
        place = QRect(0, 0, ICON_PX, ICON_PX)
        place.moveCenter(self.rect().center())
        paint_icon(painter, "x", place, ink)
        painter.end()
