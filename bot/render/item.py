"""Reply -> an item as in a JSON Feed (version 1.1), for programs. Pure."""

import json
from dataclasses import replace
from datetime import UTC

from bot.render.plain import render as plain
from bot.render.text import safe_link, tame
from bot.replies import Heading, Reply


def render(reply: Reply, *, event: str, message: str) -> bytes:
    """Write a message as JSON, the same for the same reply; `message` tells it from all others.

    Its words are those of a card, links behind them; of a story's card it says which, and as of when.
    """
    item: dict[str, object] = {"event": event, "id": message}
    heading = next((block for block in reply.blocks if isinstance(block, Heading)), None)
    if heading is not None:
        item["title"] = tame(heading.text)
        if link := safe_link(heading.link):
            item["url"] = link
    item["content_text"] = plain(replace(reply, buttons=(), picture=None))
    if reply.subject is not None:
        changed = reply.subject.changed.astimezone(UTC)
        item["date_modified"] = changed.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        item["tags"] = [reply.subject.label.value]
        item["_troopwire"] = {
            "story": reply.subject.story,
            "stance": None if reply.stance is None else reply.stance.value,
        }
    return json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")
