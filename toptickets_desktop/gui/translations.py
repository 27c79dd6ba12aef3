"""The languages of the window: which there are, and loading the one that the user wants.

Texts are English in the code. `resources/translations` holds a catalogue for each other language: `*.ts` is what translators edit,
`*.qm` what is loaded; `dev.py translations` keeps both in step with the code.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import structlog
from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication

from toptickets_desktop.gui.resources import resource_path

LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}
"""What there is, each as those call it who speak it."""

SOURCE_LANGUAGE = "en"

_log = structlog.get_logger(__name__)


PSEUDO_VARIABLE = "TOPTICKETS_PSEUDO_TRANSLATION"
"""In the environment, for tests of layouts: any of the words `stretched` (texts are 40 % longer) and `mirrored` (right to left)."""

_STRETCH = 0.4


class Translations:
    """What is loaded; to be kept as long as the application lives, since Qt keeps no copy.

    Attributes:
        language: the code of the language that is shown.
    """

    def __init__(self, application: QGuiApplication, pseudo: str = "") -> None:
        self._application = application
        self._pseudo = pseudo.split()
        self._installed: list[QTranslator] = []
        self.language = SOURCE_LANGUAGE

    def load(self, wanted: str) -> None:
        """Load a language before the first window is made: texts of windows that are there stay as they are.

        Args:
            wanted: a code of `LANGUAGE_NAMES`; anything else means the system's language.
        """
        self.language = wanted if wanted in LANGUAGE_NAMES else _system_language(QLocale.system().uiLanguages())
        # Sizes, dates and numbers follow the language too; the system's own country stays where the language is the system's.
        locale = QLocale.system()
        QLocale.setDefault(locale if locale.name().partition("_")[0] == self.language else QLocale(self.language))
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
        if "mirrored" in self._pseudo:
            self._application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if "stretched" in self._pseudo:
            self._install(Stretcher())
        elif self.language != SOURCE_LANGUAGE:
            self._load_catalogues()

    def _load_catalogues(self) -> None:
        # Qt's own words first, so that ours are asked before them.
        of_qt = QTranslator()
        if of_qt.load(f"qtbase_{self.language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._install(of_qt)
        else:
            _log.info("no words of Qt's in this language", language=self.language)
        ours = QTranslator()
        if ours.load(str(resource_path("translations", f"{self.language}.qm"))):
            self._install(ours)
        else:
            _log.warning("translation not usable", language=self.language)

    def _install(self, translator: QTranslator) -> None:
        self._application.installTranslator(translator)
        self._installed.append(translator)


class Stretcher(QTranslator):
    """Makes every text longer, as other languages are; placeholders and mnemonics stay."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: ARG002  # Qt's signature
        """The text, and so many dots after it."""
        return f"{text}{'·' * math.ceil(len(text) * _STRETCH)}" if text.strip() else text


def _system_language(codes: Sequence[str]) -> str:
    """The first language of the system's list that there is; the one of the code otherwise."""
    languages = [code.replace("_", "-").partition("-")[0].lower() for code in codes]
    return next((language for language in languages if language in LANGUAGE_NAMES), SOURCE_LANGUAGE)
