"""`make languages`: brings the catalogues in bot/languages up to what the code says, by Babel."""

import sys
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.speech import CATALOGUES, ENGLISH, LANGUAGES

BOT = CATALOGUES.parent
KEYWORDS = {"worded": None, "phrase": None, "counted": (1, 2), "phrases": (1, 2)}
WIDTH = 110
SINCE = datetime(2026, 11, 23, tzinfo=UTC)  # the same in each run: a file changes only when its words do


def said() -> Catalog:
    """Give all that the code says."""
    catalogue = Catalog(project="Troopwire", charset="utf-8", fuzzy=False)
    for file, _, message, _, _ in extract_from_dir(BOT, [("**.py", "python")], keywords=KEYWORDS):
        catalogue.add(message, locations=[(f"bot/{file}", 0)])
    return catalogue


def kept(language: str) -> Catalog:
    """Give a language's catalogue as it is; an empty one where there is none."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, project="Troopwire", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def main() -> None:
    """Add what is new, and take out what is said no more; nothing is guessed."""
    template = said()
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        catalogue = kept(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment = f"# Troopwire in {LANGUAGES[language]}; `make languages` keeps it."
        catalogue.version, catalogue.msgid_bugs_address = "", ""
        catalogue.last_translator = catalogue.language_team = "Troopwire"
        catalogue.creation_date = catalogue.revision_date = SINCE
        with (CATALOGUES / f"{language}.po").open("wb") as file:
            write_po(file, catalogue, width=WIDTH, no_location=True, omit_header=False, sort_output=True)
        missing = sum(not _is_translated(message.string) for message in catalogue if message.id)
        sys.stdout.write(f"{language}: {len(catalogue)} messages, {missing} without a translation\n")


def _is_translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


if __name__ == "__main__":
    main()
