"""The catalogues: every text of the code and none that is gone, German complete and with the same placeholders, and loaded when wanted."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from toptickets_desktop.gui.resources import resource_path
from toptickets_desktop.gui.translations import LANGUAGE_NAMES, SOURCE_LANGUAGE, Stretcher, Translations, _system_language

ROOT = Path(__file__).resolve().parents[2]
GUI = ROOT / "toptickets_desktop" / "gui"
CATALOGUE = ROOT / "resources" / "translations" / "de.ts"
REFRESH = "python3 dev.py translations brings it in step"

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Message:
    """One text of a catalogue."""

    context: str
    source: str
    is_plural: bool
    forms: tuple[str, ...]
    is_unfinished: bool


def messages_in(catalogue: Path) -> list[Message]:
    found = []
    for context in ET.parse(catalogue).getroot().iter("context"):  # our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = tuple(form.text or "" for form in translation.iter("numerusform")) or (translation.text or "",)
            found.append(
                Message(
                    context.findtext("name", ""),
                    message.findtext("source", ""),
                    message.get("numerus") == "yes",
                    forms,
                    translation.get("type") is not None or not all(forms),
                )
            )
    return found


def _tool(name: str) -> Path:
    return Path(sys.executable).with_name(f"{name}.exe" if os.name == "nt" else name)


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return messages_in(CATALOGUE)


@pytest.fixture
def loaded(qapp: QApplication) -> Iterator[Translations]:
    before = QLocale(), qapp.layoutDirection()
    translations = Translations(qapp)
    yield translations
    translations.load(SOURCE_LANGUAGE)
    QLocale.setDefault(before[0])
    qapp.setLayoutDirection(before[1])


def test_the_catalogue_has_every_text_of_the_code_and_no_other(messages: list[Message], tmp_path: Path) -> None:
    fresh = tmp_path / "de.ts"
    shutil.copy(CATALOGUE, fresh)
    sources = sorted(GUI.rglob("*.py"))
    command: list[str | Path] = [_tool("pyside6-lupdate"), *sources, "-ts", fresh, "-no-obsolete", "-locations", "none", "-silent"]
    subprocess.run(command, check=True, capture_output=True)
    in_code = {(each.context, each.source, each.is_plural) for each in messages_in(fresh)}
    known = {(each.context, each.source, each.is_plural) for each in messages}
    assert sorted(in_code - known) == [], REFRESH
    assert sorted(known - in_code) == [], REFRESH


def test_german_is_complete(messages: list[Message]) -> None:
    assert [(each.context, each.source) for each in messages if each.is_unfinished] == []


def test_what_is_loaded_is_what_is_in_the_catalogue(tmp_path: Path) -> None:
    compiled = tmp_path / "de.qm"
    subprocess.run([_tool("pyside6-lrelease"), CATALOGUE, "-qm", compiled, "-silent"], check=True, capture_output=True)
    assert compiled.read_bytes() == CATALOGUE.with_suffix(".qm").read_bytes(), REFRESH


def test_translations_keep_placeholders_mnemonics_and_edges(messages: list[Message]) -> None:
    wrong = []
    for message in messages:
        for form in message.forms:
            same_fields = Counter(re.findall(r"{\w+}", form)) == Counter(re.findall(r"{\w+}", message.source))
            same_count = ("%n" in form) == ("%n" in message.source)
            has_mnemonic = re.search(r"&\w", message.source) is not None
            same_mnemonic = len(re.findall(r"&\w", form)) == has_mnemonic
            same_edges = (
                (form[:1] == " ", form[-1:]) == (message.source[:1] == " ", message.source[-1:])
                or form[-1:].isalnum()
                or (form[-1:] in "“”.…)}?!:")
            )
            if not (same_fields and same_count and same_mnemonic and same_edges):
                wrong.append((message.source, form))
    assert wrong == []


def test_plurals_have_two_forms_in_german(messages: list[Message]) -> None:
    assert [each.source for each in messages if each.is_plural and len(each.forms) != 2] == []


def test_no_text_is_put_together_before_it_is_translated() -> None:
    """An f-string inside tr() is never found in a catalogue; names stand for what QT_TRANSLATE_NOOP has marked."""
    wrong = []
    for file in GUI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            # QRect has a translate, too, which takes numbers.
            is_text = name == "translate" and len(node.args) > 1 and not _is_number(node.args[0])
            texts = node.args[:1] if name == "tr" else node.args[:2] if is_text else []
            wrong += [f"{file.name}:{node.lineno}" for text in texts if _is_composed(text)]
    assert wrong == []


def _is_number(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and not isinstance(argument.value, str)


def _is_composed(text: ast.expr) -> bool:
    """Calls of a method, such as format; `str(…)` of a marked text is none."""
    return isinstance(text, ast.JoinedStr | ast.BinOp) or (isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute))


def test_german_is_loaded_with_plurals_sizes_and_words_of_qt(loaded: Translations) -> None:
    loaded.load("de")
    assert loaded.language == "de"
    assert translate("Messages", "The file is empty.") == "The file is empty.", "what is not there stays"
    assert translate("Actions", "&Quit") == "&Beenden"
    assert translate("Deleting", "Deleted %n attachments.", "", 1) == "1 Anhang gelöscht."
    assert translate("Deleting", "Deleted %n attachments.", "", 3) == "3 Anhänge gelöscht."
    assert translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QLocale().toString(1234.5, "f", 1) == "1.234,5"

    loaded.load(SOURCE_LANGUAGE)
    assert translate("Actions", "&Quit") == "&Quit"


def test_a_language_that_is_not_there_is_the_systems() -> None:
    assert _system_language(["fr-FR", "de-AT", "en-US"]) == "de"
    assert _system_language(["fr", "en"]) == "en"
    assert _system_language(["C"]) == SOURCE_LANGUAGE
    assert _system_language([]) == SOURCE_LANGUAGE


def test_every_language_that_is_offered_is_there() -> None:
    for code in set(LANGUAGE_NAMES) - {SOURCE_LANGUAGE}:
        assert resource_path("translations", f"{code}.qm").stat().st_size > 1000


def test_texts_are_stretched_and_mirrored_on_request(qapp: QApplication, qtbot: QtBot) -> None:
    translations = Translations(qapp, "stretched mirrored")
    direction = qapp.layoutDirection()
    try:
        translations.load(SOURCE_LANGUAGE)
        button = QPushButton(translate("Actions", "&Quit"))
        qtbot.addWidget(button)
        assert len(button.text()) >= len("&Quit") * 1.4
        assert button.layoutDirection() is Qt.LayoutDirection.RightToLeft
    finally:
        Translations(qapp).load(SOURCE_LANGUAGE)
        for translator in translations._installed:
            qapp.removeTranslator(translator)
        qapp.setLayoutDirection(direction)
    assert translate("Actions", "&Quit") == "&Quit"


def test_the_stretcher_keeps_placeholders() -> None:
    assert Stretcher().translate("X", "{name} in %n files").startswith("{name} in %n files")
