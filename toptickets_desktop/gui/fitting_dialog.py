"""A dialog that is always as high as what it shows: one of Qt's own neither grows nor shrinks when its parts do."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog


class FittingDialog(QDialog):
    """Keeps its width, unless its parts need more."""

    def event(self, event: QEvent) -> bool:
        """Fit again whenever a part appeared, went, or changed its size."""
        handled = super().event(event)
        # Nothing else may be asked of the dialog here: one of the other events deletes it.
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            least = self.minimumSizeHint()
            width = max(self.width(), least.width())
            self.resize(width, max(layout.totalHeightForWidth(width), least.height()))
