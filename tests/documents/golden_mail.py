"""The messages as they are, in both languages, to be read by people.

``python -m tests.documents.golden_mail`` writes them; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from tests.documents._mail_scene import (
    ANSWERED,
    AUDIENCE,
    BOOKED,
    BY_PHONE,
    CANCELLED,
    CITIZEN,
    HELD,
    LINK,
    MOVED,
    PDF,
    SHEET,
    WHO,
    content,
)
from tichet_rules.documents.messages import (
    cancellation,
    change,
    confirmation,
    delivery,
    reminder,
)
from tichet_rules.text import LANGUAGES, Language

FOLDER = Path(__file__).parent / "golden" / "mail"
_ENDINGS = {"text/plain": "txt", "text/html": "html", "text/calendar": "ics"}
_REASON = {
    "ro": "Inspectorul este în concediu medical.\nVă putem primi începând cu luni, 7 decembrie.",
    "en": "The inspector is on sick leave.\nWe can meet you from Monday, 7 December, on.",
}


def messages(code: Language) -> Iterator[tuple[str, EmailMessage]]:
    """Each message, with its name."""
    yield "confirmation-online", confirmation(BOOKED, link=LINK, language=code, **WHO)
    yield "confirmation-phone", confirmation(BY_PHONE, language=code, **WHO)
    yield (
        "confirmation-in-person",
        confirmation(AUDIENCE, citizen=CITIZEN, language=code, **WHO),
    )
    yield "change", change(BOOKED, MOVED, link=LINK, language=code, **WHO)
    yield (
        "cancellation",
        cancellation(CANCELLED, by="institution", reason=_REASON[code], language=code, **WHO),
    )
    yield "cancellation-asked", cancellation(CANCELLED, by="citizen", language=code, **WHO)
    yield "reminder", reminder(BOOKED, language=code, **WHO)
    yield "ticket", delivery(HELD, [PDF, SHEET], language=code, **WHO)
    yield "answer", delivery(ANSWERED, [PDF], citizen=CITIZEN, language=code, **WHO)


def files() -> Iterator[tuple[Path, str]]:
    """Each golden file, and what belongs in it."""
    for code in LANGUAGES:
        for name, message in messages(code):
            present = {each.get_content_type() for each in message.walk()}
            for content_type, ending in _ENDINGS.items():
                if content_type == "text/html" and name == "ticket":
                    # The sheet that is attached is HTML too.
                    body = message.get_body(("html",))
                    assert isinstance(body, EmailMessage)
                    text = body.get_content().replace("\r\n", "\n")
                elif content_type in present:
                    text = content(message, content_type)
                else:
                    continue
                yield FOLDER / f"{name}.{code}.{ending}", text


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for path, text in files():
        path.write_text(text, encoding="utf-8", newline="\n")
