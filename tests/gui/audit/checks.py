"""What an audit looks for. Each check takes a widget and gives sentences about what is wrong with it or inside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QColor, QImage, QKeySequence, QPalette, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QCommandLinkButton,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QMenu,
    QMenuBar,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from toptickets_desktop.gui.elided_label import ElidedLabel
from toptickets_desktop.gui.finding.commands import menu_commands
from toptickets_desktop.gui.theme import CONTRAST_MIN, contrast_ratio

_SAMPLES_PER_PX = 3.0  # thin strokes of letters have their full colour only where they are several dots wide
_CELLS_LOOKED_AT_MAX = 60
_ROUNDING_PX = 1
_THUMBNAIL_CELL_PX = 100


def name_of(widget: QWidget) -> str:
    """How a widget is called in a sentence."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    parents: list[str] = []
    parent = widget.parentWidget()
    while parent is not None and len(parents) < 2:
        parents.append(parent.objectName() or type(parent).__name__)
        parent = parent.parentWidget()
    return f"{type(widget).__name__} {widget.objectName()!r} {text[:40]!r} in {'/'.join(parents)}"


def visible_widgets(root: QWidget) -> list[QWidget]:
    """`root` and all in it that can be seen, without windows of their own."""
    window = root.window()
    inside = [each for each in root.findChildren(QWidget) if each.isVisible() and each.window() is window]
    return [root, *inside]


# --- names ----------------------------------------------------------------------------------------------------------------


def unnamed(root: QWidget) -> list[str]:
    """What can have the focus and would be read as nothing."""
    found = []
    for widget in visible_widgets(root):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None or not widget.isEnabled():
            continue
        if isinstance(widget, QHeaderView | QMenu | QMenuBar) or widget is root or _is_part(widget):
            continue
        if not _spoken_name(widget):
            found.append(f"no accessible name: {name_of(widget)}")
    return found


def _spoken_name(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.text()
    if isinstance(widget, QLabel):
        return widget.text() or "nothing to read yet"
    if isinstance(widget, QGroupBox) and widget.title():
        return widget.title()
    labels = widget.window().findChildren(QLabel)
    return next((label.text() for label in labels if label.buddy() is widget and label.text()), "")


def _is_part(widget: QWidget) -> bool:
    """Whether it is only a part of something that has a name of its own."""
    parent = widget.parentWidget()
    inner = isinstance(parent, QComboBox | QAbstractSpinBox) or (isinstance(parent, QTabBar) and isinstance(widget, QToolButton))
    return (
        inner
        or widget.objectName().startswith("qt_")
        or type(widget).__name__ in {"QTabWidget", "QStackedWidget", "QScrollArea", "QSplitter"}
    )


# --- actions --------------------------------------------------------------------------------------------------------------


def without_menu_entry(window: QMainWindow) -> list[str]:
    """Actions that no menu of the menu bar has, and that no menu on a button has either."""
    listed = {command.action for command in menu_commands(window.menuBar())}
    found = []
    for action in window.findChildren(QAction):
        is_named = action.text() and not action.isSeparator() and action.menu() is None
        if not is_named or action in listed or action.objectName().startswith("_q_"):
            continue
        places = [each for each in action.associatedObjects() if not isinstance(each, QLineEdit)]
        on_buttons = [place for place in places if isinstance(place, QMenu) and _is_on_a_button(place)]
        if places and not on_buttons:
            found.append(f"no menu entry: {action.objectName()!r} {action.text()!r}")
    return found


def _is_on_a_button(menu: QMenu) -> bool:
    owner: object = menu
    while isinstance(owner, QMenu):
        if any(isinstance(each, QToolButton) for each in owner.menuAction().associatedObjects()):
            return True
        above = owner.parent()
        buttons = above.findChildren(QToolButton) if above is not None else []
        if any(button.menu() is owner for button in buttons):
            return True
        owner = owner.parent()
    return False


def duplicate_shortcuts(window: QMainWindow) -> list[str]:
    """Keys that mean two things in one place."""
    uses: dict[str, list[tuple[str, QWidget | None]]] = {}
    listed = [command.action for command in menu_commands(window.menuBar())]  # first: it fills the menus anew
    actions = {*listed, *window.findChildren(QAction)}
    for action in actions:
        places = _places(action, window)
        for sequence in action.shortcuts():
            if not sequence.isEmpty():
                uses.setdefault(_portable(sequence), []).extend((action.text(), place) for place in places)
    for shortcut in window.findChildren(QShortcut):
        parent = shortcut.parent()
        place = parent if isinstance(parent, QWidget) and shortcut.context() != Qt.ShortcutContext.WindowShortcut else None
        uses.setdefault(_portable(shortcut.key()), []).append(("a QShortcut", place))
    found = []
    for keys, users in uses.items():
        for i, (one, one_place) in enumerate(users):
            found += [
                f"{keys} means {one!r} and {other!r}" for other, place in users[i + 1 :] if other != one and _overlap(one_place, place)
            ]
    return found


def _places(action: QAction, window: QMainWindow) -> list[QWidget | None]:
    """Where its keys work; None stands for the whole window."""
    if action.shortcutContext() in {Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut}:
        return [None]
    places = [each for each in action.associatedObjects() if isinstance(each, QWidget) and not isinstance(each, QMenu | QMenuBar)]
    return [place for place in places if place.window() is window]


def _overlap(one: QWidget | None, other: QWidget | None) -> bool:
    if one is None or other is None:
        return True
    return one is other or one.isAncestorOf(other) or other.isAncestorOf(one)


def _portable(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.PortableText)


# --- room -----------------------------------------------------------------------------------------------------------------


def clipped(root: QWidget) -> list[str]:
    """Words that do not have the room they need. What is elided on purpose, and has its whole text in a tooltip, is foreign text."""
    found = []
    for widget in visible_widgets(root):
        needed = _needed(widget)
        if needed is not None:
            width, height = needed
            if width > widget.width() + _ROUNDING_PX or height > widget.height() + _ROUNDING_PX:
                found.append(f"clipped: {name_of(widget)} has {widget.width()}×{widget.height()} and needs {width}×{height}")
        if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
            found += _clipped_headings(widget)
        if _is_cut_by_its_parent(widget):
            found.append(f"cut off: {name_of(widget)} at {widget.geometry()}")
    return found


def _needed(widget: QWidget) -> tuple[int, int] | None:
    if isinstance(widget, ElidedLabel):
        return None
    if isinstance(widget, QLabel):
        if not widget.text() or widget.property("elides"):
            return None
        if widget.wordWrap():
            longest = max((widget.fontMetrics().horizontalAdvance(word) for word in widget.text().split()), default=0)
            return longest, widget.heightForWidth(widget.width())
        hint = widget.sizeHint()
        return hint.width(), hint.height()
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return None
    if isinstance(widget, QCommandLinkButton):
        return widget.fontMetrics().horizontalAdvance(widget.text()), widget.heightForWidth(widget.width())
    if isinstance(widget, QAbstractButton) and widget.text():
        hint = widget.minimumSizeHint() if isinstance(widget, QCheckBox | QRadioButton) else widget.sizeHint()
        return hint.width(), hint.height()
    if isinstance(widget, QComboBox):
        return widget.fontMetrics().horizontalAdvance(widget.currentText()), widget.fontMetrics().height()
    if isinstance(widget, QLineEdit) and widget.placeholderText() and not widget.text():
        margins = widget.textMargins()
        return widget.fontMetrics().horizontalAdvance(
            widget.placeholderText()
        ) + margins.left() + margins.right(), widget.fontMetrics().height()
    if isinstance(widget, QTabBar):
        texts = [widget.fontMetrics().horizontalAdvance(widget.tabText(i)) for i in range(widget.count())]
        shown = [widget.tabRect(i).width() for i in range(widget.count())]
        missing = sum(max(0, text - room) for text, room in zip(texts, shown, strict=True))
        right = max((widget.tabRect(i).right() for i in range(widget.count())), default=0)
        return max(widget.width() + missing, right), widget.fontMetrics().height()
    if isinstance(widget, QGroupBox) and widget.title():
        return widget.fontMetrics().horizontalAdvance(widget.title()), widget.fontMetrics().height()
    return None


def _clipped_headings(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    for section in range(header.count()):
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if header.isSectionHidden(section) or not text:
            continue
        needed = header.fontMetrics().horizontalAdvance(text)
        if needed > header.sectionSize(section):
            yield f"clipped heading: {text!r} has {header.sectionSize(section)} and needs {needed}"


def _is_cut_by_its_parent(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or not isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox):
        return False
    scrolling: QWidget | None = parent
    while scrolling is not None and not scrolling.isWindow():
        if isinstance(scrolling.parentWidget(), QAbstractScrollArea):
            return False  # it can be scrolled to
        scrolling = scrolling.parentWidget()
    return not parent.rect().adjusted(-_ROUNDING_PX, -_ROUNDING_PX, _ROUNDING_PX, _ROUNDING_PX).contains(widget.geometry())


# --- contrast -------------------------------------------------------------------------------------------------------------


def poor_contrast(root: QWidget) -> list[str]:
    """Text under 4.5:1 (WCAG 2.2, 1.4.3), by the colours of the palette and by the dots that are painted."""
    found: list[str] = []
    window = root.window()
    image = _painted(window)
    for widget in visible_widgets(root):
        if isinstance(widget, QAbstractItemView):
            found += _poor_cells(widget, image)
        elif _shows_text(widget):
            ratio = _ratio_of_palette(widget)
            if ratio < CONTRAST_MIN:
                found.append(f"{ratio:.2f}:1 by its palette: {name_of(widget)}")
            place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
            painted = _ratio_painted(image, place)
            if painted is not None and painted < CONTRAST_MIN:
                found.append(f"{painted:.2f}:1 as painted: {name_of(widget)}")
    return found


def _shows_text(widget: QWidget) -> bool:
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return False
    text = ""
    if isinstance(widget, ElidedLabel | QLabel | QAbstractButton):
        text = widget.text()
    elif isinstance(widget, QLineEdit):
        text = widget.text() or widget.placeholderText()
    elif isinstance(widget, QComboBox):
        text = widget.currentText()
    elif isinstance(widget, QGroupBox):
        text = widget.title()
    return bool(text) and not widget.visibleRegion().isEmpty() and widget.visibleRegion().boundingRect() == widget.rect()


def _ratio_of_palette(widget: QWidget) -> float:
    palette = widget.palette()
    group = QPalette.ColorGroup.Active if widget.isEnabled() else QPalette.ColorGroup.Disabled
    if isinstance(widget, QLineEdit):
        text = QPalette.ColorRole.Text if widget.text() else QPalette.ColorRole.PlaceholderText
        pair = text, QPalette.ColorRole.Base
    elif isinstance(widget, QAbstractButton | QComboBox):
        pair = QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button
    else:
        pair = QPalette.ColorRole.WindowText, QPalette.ColorRole.Window
    return contrast_ratio(palette.color(group, pair[0]), palette.color(group, pair[1]))


def _poor_cells(view: QAbstractItemView, image: QImage) -> Iterator[str]:
    model, window = view.model(), view.window()
    looked_at = 0
    for row in range(model.rowCount()):
        for column in [0] if isinstance(view, QListView) else range(model.columnCount()):
            index = model.index(row, column)
            place = view.visualRect(index)
            if not index.data() or place.isEmpty() or not view.viewport().rect().contains(place) or looked_at >= _CELLS_LOOKED_AT_MAX:
                continue
            looked_at += 1
            if place.height() > _THUMBNAIL_CELL_PX:  # its words stand below the picture, on a ground of their own
                place.setTop(place.top() + place.height() * 3 // 4)
            corner = view.viewport().mapTo(window, place.topLeft())
            ratio = _ratio_painted(image, QRect(corner, place.size()))
            if ratio is not None and ratio < CONTRAST_MIN:
                yield f"{ratio:.2f}:1 as painted: cell {row}, {column} {index.data()!r} of {name_of(view)}"


def _painted(window: QWidget) -> QImage:
    pixmap = QPixmap(window.size() * _SAMPLES_PER_PX)
    pixmap.setDevicePixelRatio(_SAMPLES_PER_PX)
    pixmap.fill(window.palette().color(QPalette.ColorRole.Window))
    window.render(pixmap)
    return pixmap.toImage().convertToFormat(QImage.Format.Format_RGB32)


def _ratio_painted(image: QImage, place: QRect) -> float | None:
    """The contrast of the ground, which is the commonest colour, and of the dot that differs most; None when all is one colour."""
    inner = place.adjusted(2, 2, -2, -2)
    part = image.copy(QRect(inner.topLeft() * _SAMPLES_PER_PX, inner.size() * _SAMPLES_PER_PX).intersected(image.rect()))
    if part.isNull():
        return None
    dots = Counter(part.pixel(x, y) for y in range(0, part.height(), 2) for x in range(0, part.width(), 2))
    if len(dots) < 3:
        return None
    ground = QColor.fromRgb(dots.most_common(1)[0][0])
    return max(contrast_ratio(ground, QColor.fromRgb(dot)) for dot in dots)


__all__ = ["clipped", "duplicate_shortcuts", "poor_contrast", "unnamed", "without_menu_entry"]
