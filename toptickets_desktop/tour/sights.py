"""What else there is to see: gallery, quick look, palette, preferences, signing in, from right to left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.tour.camera import Camera
from toptickets_desktop.tour.waiting import TourFailed, until


class Sights:
    """Shows them one after the other in a window that shows a ticket."""

    def __init__(self, window: MainWindow, camera: Camera) -> None:
        self._window = window
        self._camera = camera

    async def gallery(self) -> None:
        """The attachments as thumbnails."""
        window = self._window
        window.actions_.show_gallery.setChecked(True)
        thumbnails = window.gallery.thumbnails
        pictures = [row.id for row in window.attachment_model.rows if row.content_type.startswith("image/")]
        await until("the thumbnails are there", lambda: not thumbnails.is_busy and any(thumbnails.image(each) for each in pictures))
        await self._camera.shoot("gallery")
        window.actions_.show_gallery.setChecked(False)

    async def quick_look(self) -> None:
        """A picture in the whole window."""
        window = self._window
        window.attachment_pane.table.setFocus()
        window.quick_look.open_look()
        await until("the quick look shows the picture", lambda: window.quick_look.host.is_showing_content)
        await self._camera.shoot("quick-look")
        window.quick_look.close_look()

    async def palette(self) -> None:
        """Tickets, attachments and commands by a few letters."""
        palette = self._window.finding.palette
        self._window.actions_.palette.trigger()
        palette.field.setText("log")
        await until("the palette has results", lambda: len(palette.items) > 3)
        await until("the service has answered", lambda: not self._window.finding.palette_controller.is_searching)
        await self._camera.shoot("palette")
        palette.close_palette()

    async def shortcuts(self) -> None:
        """All keys."""
        self._window.actions_.shortcuts.trigger()
        await self._shoot_dialog("shortcutSheet", "shortcuts")

    async def preferences(self) -> None:
        """The first page of the preferences."""
        self._window.actions_.preferences.trigger()
        await self._shoot_dialog("preferencesDialog", "preferences")

    async def sign_in(self) -> None:
        """How one signs in."""
        self._window.session.ask_for_key()
        dialog = self._window.session.dialog
        if dialog is None:
            raise TourFailed("the sign-in dialog did not open")
        await self._camera.shoot("sign-in")
        dialog.reject()

    async def right_to_left(self) -> None:
        """The window as Arabic and Hebrew have it."""
        QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        await self._camera.shoot("right-to-left")
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    async def _shoot_dialog(self, object_name: str, picture: str) -> None:
        await until(f"{object_name} is open", lambda: self._window.findChild(QDialog, object_name) is not None)
        await self._camera.shoot(picture)
        dialog = self._window.findChild(QDialog, object_name)
        if dialog is not None:
            dialog.reject()
