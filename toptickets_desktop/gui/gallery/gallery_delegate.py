"""Paints a cell of the gallery: the thumbnail or the icon of the type, name, size, badge and the progress of a transfer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.gui.formats import size_text, visible_name
from toptickets_desktop.gui.gallery.thumbnails import Thumbnails
from toptickets_desktop.gui.icons import file_type_icon, icon
from toptickets_desktop.gui.theme import SPACING, Tone, muted_color, tabular_font, tone_color

SIDE_PX = 17 * SPACING
"""Of the picture, in logical pixels."""

ICON_PX = 7 * SPACING
_BADGE_PX = 2 * SPACING + 2
_MARGIN_PX = SPACING
_RADIUS_PX = SPACING - 2

Index = QModelIndex | QPersistentModelIndex


class GalleryDelegate(QStyledItemDelegate):
    """Cells of one size.

    Args:
        thumbnails: the pictures.
        row: the attachment at a row of the model.
    """

    def __init__(self, thumbnails: Thumbnails, row: Callable[[int], Attachment], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._row = row
        self._progress: dict[str, float | None] = {}

    def set_progress(self, progress: dict[str, float | None]) -> bool:
        """How far transfers are, 0 to 1 or None while unknown, by attachment id; says whether that is news."""
        is_news = progress != self._progress
        self._progress = progress
        return is_news

    def cell_size(self, font: QFont) -> QSize:
        """The same for all cells, spacing included."""
        lines = QFontMetrics(font).height() + QFontMetrics(tabular_font(font)).height()
        return QSize(SIDE_PX + 4 * _MARGIN_PX, SIDE_PX + lines + 4 * _MARGIN_PX + SPACING // 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002  # all alike
        return self.cell_size(option.font)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        style_option = QStyleOptionViewItem(option)
        self.initStyleOption(style_option, index)
        attachment = self._row(index.row())
        state, palette, font = style_option.state, style_option.palette, style_option.font
        cell: QRect = style_option.rect.adjusted(_MARGIN_PX // 2, _MARGIN_PX // 2, -_MARGIN_PX // 2, -_MARGIN_PX // 2)
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        group = QPalette.ColorGroup.Active if state & QStyle.StateFlag.State_Active else QPalette.ColorGroup.Inactive
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, cell, palette, group, state, is_selected=is_selected)
        place = QRect(0, 0, SIDE_PX, SIDE_PX)
        place.moveCenter(cell.center())
        place.moveTop(cell.top() + _MARGIN_PX)
        picture = self._paint_picture(painter, place, attachment, palette)
        if badge := self.badge_tone(attachment):
            self._paint_badge(painter, picture, badge, palette)
        if attachment.id in self._progress:
            self._paint_progress(painter, place, self._progress[attachment.id], palette)
        self._paint_words(painter, cell, place, attachment, palette, font, group, is_selected=is_selected)
        painter.restore()

    def badge_tone(self, attachment: Attachment) -> Tone | None:
        """What needs a second look: content that is not what the name says, and names that hide something."""
        if self._thumbnails.problem(attachment.id) in {"not_an_image", "encrypted", "damaged", "too_large", "too_slow", "crashed"}:
            return Tone.WARNING
        return Tone.DANGER if visible_name(attachment.filename) != attachment.filename else None

    def _paint_ground(
        self, painter: QPainter, cell: QRect, palette: QPalette, group: QPalette.ColorGroup, state: QStyle.StateFlag, *, is_selected: bool
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if is_selected:
            painter.setBrush(palette.brush(group, QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(cell, _RADIUS_PX, _RADIUS_PX)
        elif state & QStyle.StateFlag.State_MouseOver:
            wash = QColor(palette.color(QPalette.ColorRole.Highlight))
            wash.setAlphaF(0.12)
            painter.setBrush(wash)
            painter.drawRoundedRect(cell, _RADIUS_PX, _RADIUS_PX)
        if state & QStyle.StateFlag.State_HasFocus:
            role = QPalette.ColorRole.WindowText if is_selected else QPalette.ColorRole.Highlight
            painter.setPen(QPen(palette.color(role), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), _RADIUS_PX, _RADIUS_PX)

    def _paint_picture(self, painter: QPainter, place: QRect, attachment: Attachment, palette: QPalette) -> QRectF:
        image = self._thumbnails.image(attachment.id)
        if image is None:
            ground = QColor(palette.color(QPalette.ColorRole.Mid))
            ground.setAlphaF(0.18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(place, _RADIUS_PX, _RADIUS_PX)
            middle = QRect(0, 0, ICON_PX, ICON_PX)
            middle.moveCenter(place.center())
            file_type_icon(attachment.content_type, attachment.filename, thin=True).paint(painter, middle)
            return QRectF(place)
        ratio = painter.device().devicePixelRatioF()
        size = QSize(round(image.width() / ratio), round(image.height() / ratio)).expandedTo(QSize(1, 1))
        shown = QRect(0, 0, min(size.width(), SIDE_PX), min(size.height(), SIDE_PX))
        shown.moveCenter(place.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if image.hasAlphaChannel():
            painter.fillRect(shown, palette.color(QPalette.ColorRole.Base))
        painter.drawImage(shown, image)
        edge = QColor(palette.color(QPalette.ColorRole.WindowText))
        edge.setAlphaF(0.16)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(shown).adjusted(0.5, 0.5, -0.5, -0.5))
        return QRectF(shown)

    @staticmethod
    def _paint_badge(painter: QPainter, picture: QRectF, tone: Tone, palette: QPalette) -> None:
        ground = QRectF(0, 0, _BADGE_PX + 6, _BADGE_PX + 6)
        ground.moveTopRight(picture.topRight())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(ground, _RADIUS_PX, _RADIUS_PX)
        inner = QRect(0, 0, _BADGE_PX, _BADGE_PX)
        inner.moveCenter(ground.center().toPoint())
        painter.setPen(tone_color(tone, palette))
        icon("triangle-alert").paint(painter, inner)

    @staticmethod
    def _paint_progress(painter: QPainter, place: QRect, part: float | None, palette: QPalette) -> None:
        track = QRectF(place.left() + SPACING, place.bottom() - SPACING - 5, place.width() - 2 * SPACING, 6)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Base), 1))
        painter.setBrush(palette.color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(track, 3, 3)
        done = QRectF(track)
        done.setWidth(track.width() * min(max(part if part is not None else 0.0, 0.04), 1.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(done, 3, 3)

    @staticmethod
    def _paint_words(
        painter: QPainter,
        cell: QRect,
        place: QRect,
        attachment: Attachment,
        palette: QPalette,
        font: QFont,
        group: QPalette.ColorGroup,
        *,
        is_selected: bool,
    ) -> None:
        text_color = palette.color(group, QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text)
        metrics = QFontMetrics(font)
        line = QRect(cell.left() + _MARGIN_PX, place.bottom() + SPACING // 2 + 2, cell.width() - 2 * _MARGIN_PX, metrics.height())
        painter.setFont(font)
        painter.setPen(text_color)
        name = metrics.elidedText(visible_name(attachment.filename), Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, name)
        small = tabular_font(font)
        line.translate(0, metrics.height())
        painter.setFont(small)
        painter.setPen(text_color if is_selected else muted_color(palette))
        size = "–" if attachment.size_bytes is None else size_text(attachment.size_bytes)
        painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, size)
