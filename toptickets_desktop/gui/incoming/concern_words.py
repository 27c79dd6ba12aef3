"""What there is to say about a file before it is sent, in words. All of it is plain text."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from toptickets_desktop.domain.errors import LocalFileError
from toptickets_desktop.gui import messages
from toptickets_desktop.gui.formats import number_text, size_text, visible_name, when_text
from toptickets_desktop.gui.incoming.products import NotMade, Obstacle, ShrunkPicture
from toptickets_desktop.gui.theme import Tone
from toptickets_desktop.transfer.outgoing import Outgoing, Twin
from toptickets_desktop.transfer.privacy.secrets import Finding, ScanResult, SecretKind

FINDINGS_SHOWN = 4

translate = QCoreApplication.translate


def concerns(outgoing: Outgoing) -> list[tuple[str, Tone]]:
    """Each thing that the user should know, as a sentence, the weightiest first."""
    found: list[tuple[str, Tone]] = []
    if outgoing.refusal is not None:
        found.append((messages.sentence(outgoing.refusal, name=outgoing.name), Tone.DANGER))
    if outgoing.secrets.total:
        found.append((_secrets(outgoing.secrets), Tone.WARNING))
    if outgoing.twin is not None:
        found.append((_twin(outgoing.twin), Tone.WARNING))
    elif outgoing.has_name_taken:
        found.append((translate("Concerns", "Another attachment has this name."), Tone.WARNING))
    if outgoing.told.place and outgoing.told.device:
        found.append((translate("Concerns", "It tells where it was taken, and with which device."), Tone.WARNING))
    elif outgoing.told.place:
        found.append((translate("Concerns", "It tells where it was taken."), Tone.WARNING))
    return found


def obstacle_text(error: NotMade | LocalFileError) -> str:
    """Why a copy or an archive could not be made."""
    if isinstance(error, LocalFileError):
        return messages.sentence(error)
    match error.obstacle:
        case Obstacle.NO_PICTURE:
            return translate("Concerns", "This picture cannot be made smaller here. Put it into a ZIP, or skip it.")
        case Obstacle.TOO_LARGE:
            return translate("Concerns", "The ZIP would still be too large. Send less at once, or skip it.")
        case Obstacle.NOT_IDENTICAL:
            return translate(
                "Concerns", "The data cannot be removed without changing the file, so nothing was sent. Send it as it is, or skip it."
            )


def shrunk_text(picture: ShrunkPicture) -> str:
    """What was made of a picture that was too large."""
    return translate("Concerns", "A smaller copy will be sent: {size}, {width} × {height} pixels. Your file stays as it is.").format(
        size=size_text(picture.size_bytes), width=picture.pixel_size.width(), height=picture.pixel_size.height()
    )


def _twin(twin: Twin) -> str:
    attachment = twin.attachment
    name, when = visible_name(attachment.filename), when_text(attachment.created_at)
    if not twin.is_certain:
        return translate("Concerns", "An attachment of the same name and size is there already ({when}).").format(when=when or "–")
    return translate("Concerns", "Exactly this content is attached already as “{name}” ({when}).").format(name=name, when=when or "–")


def _secrets(found: ScanResult) -> str:
    shown = [_finding(finding) for finding in found.findings[:FINDINGS_SHOWN]]
    lines = [translate("Concerns", "It seems to hold secrets:"), *(f"• {line}" for line in shown)]
    rest = found.total - len(shown)
    if rest > 0:
        lines.append(translate("Concerns", "… and {count} more").format(count=number_text(rest)))
    if not found.is_whole:
        lines.append(translate("Concerns", "Only the beginning of the file was looked at."))
    return "\n".join(lines)


def _finding(finding: Finding) -> str:
    what, excerpt = _kind(finding.kind), visible_name(finding.excerpt)
    if not finding.line:
        return translate("Concerns", "In its name: {what} ({excerpt})").format(what=what, excerpt=excerpt)
    return translate("Concerns", "Line {line}: {what} ({excerpt})").format(line=number_text(finding.line), what=what, excerpt=excerpt)


def _kind(kind: SecretKind) -> str:
    match kind:
        case SecretKind.TOPTICKETS_KEY:
            return translate("Concerns", "a TopTickets API key")
        case SecretKind.AWS_KEY:
            return translate("Concerns", "an AWS access key")
        case SecretKind.GITHUB:
            return translate("Concerns", "a GitHub token")
        case SecretKind.GITLAB:
            return translate("Concerns", "a GitLab token")
        case SecretKind.SLACK:
            return translate("Concerns", "a Slack token")
        case SecretKind.STRIPE_KEY:
            return translate("Concerns", "a Stripe key")
        case SecretKind.GOOGLE_KEY:
            return translate("Concerns", "a Google API key")
        case SecretKind.PRIVATE_KEY:
            return translate("Concerns", "a private key")
        case SecretKind.CARD_NUMBER:
            return translate("Concerns", "a card number")
        case SecretKind.BANK_ACCOUNT:
            return translate("Concerns", "a bank account (IBAN)")
