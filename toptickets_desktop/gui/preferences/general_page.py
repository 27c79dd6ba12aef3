"""Language, appearance and notifications."""

from __future__ import annotations

from toptickets_desktop.gui.preferences.page import Page, below, check_box, choice_box, hint_label
from toptickets_desktop.gui.theme import ColorChoice
from toptickets_desktop.gui.translations import LANGUAGE_NAMES
from toptickets_desktop.settings import Settings


class GeneralPage(Page):
    """What one sees first."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("generalPage", "settings")
        self.set_title(self.tr("General"))
        languages = [("", self.tr("Like the system")), *LANGUAGE_NAMES.items()]
        self.language_box = choice_box("language", self.tr("Language"), languages, settings.language)
        themes = [
            (ColorChoice.SYSTEM.value, self.tr("Like the system")),
            (ColorChoice.LIGHT.value, self.tr("Light")),
            (ColorChoice.DARK.value, self.tr("Dark")),
        ]
        self.theme_box = choice_box("theme", self.tr("Appearance"), themes, settings.theme)
        self.notify_box = check_box(
            "notifies", self.tr("&Tell me when transfers end while I do something else"), is_checked=settings.notifies
        )
        later = hint_label(self.tr("Another language holds from the next start on."))
        self.add_row(self.tr("&Language:"), below(self.language_box, later), buddy=self.language_box)
        self.add_row(self.tr("&Appearance:"), self.theme_box)
        self.add_row(self.tr("Notifications:"), self.notify_box)
        self.language_box.activated.connect(lambda _index: self.tell(language=self.language_box.currentData()))
        self.theme_box.activated.connect(lambda _index: self.tell(theme=self.theme_box.currentData()))
        self.notify_box.toggled.connect(lambda is_on: self.tell(notifies=is_on))
