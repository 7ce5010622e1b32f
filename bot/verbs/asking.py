"""ask and corrections: what is stored, on stdout."""

import json
import sys

from bot.clock import utc_now
from bot.commands.answer import BY_NAME, answer
from bot.commands.desk import Desk
from bot.config import Settings
from bot.platforms.console import parse_ask
from bot.pulse import Pulse
from bot.render.plain import render
from storage.model import Correction
from storage.store import open_store


async def ask(settings: Settings, words: str) -> int:
    """Answer one command on stdout; 2 when there is no such command. Raises StorageError."""
    asked = parse_ask(words)
    store = await open_store(settings.database, zone=settings.timezone.key)
    try:
        admins = frozenset({f"{asked.platform}:{asked.user}"})  # who has the database runs the bot
        desk = Desk(store=store, zone=settings.timezone, clock=utc_now, pulse=Pulse(), admins=admins)
        sys.stdout.write(render(await answer(desk, asked)))
    finally:
        await store.close()
    return 0 if asked.command in BY_NAME else 2


async def corrections(settings: Settings) -> int:
    """Write what was judged otherwise than the detector did: a line each, as the gold data is written.

    Each line is an article as `read` takes it, with its right `label` and the one it `was` given. Raises
    StorageError.
    """
    store = await open_store(settings.database)
    try:
        for correction in await store.corrections():
            sys.stdout.write(json.dumps(_as_gold(correction), ensure_ascii=False) + "\n")
    finally:
        await store.close()
    return 0


def _as_gold(correction: Correction) -> dict[str, object]:
    kept = correction.kept
    return {
        "id": str(kept.id),
        "label": kept.reading.assessment.label,
        "was": kept.corrected_from,
        "salience": kept.reading.assessment.salience,
        "title": kept.article.title,
        "text": kept.article.text,
        "url": kept.article.url,
        "published": kept.article.published.isoformat(),
        "language": kept.reading.language,
        "outlet": kept.article.outlet.name,
        "corrected": correction.at.isoformat(),
    }
