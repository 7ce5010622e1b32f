"""Of which link a local Telegram shows a preview."""

import re
from typing import Any

from tests.servers.telegram_refusal import Refusal

Json = dict[str, Any]


def previewed(options: Json, content: Json) -> str:
    """Give the link whose preview stands at a text; empty where there is none. Raises Refusal.

    Stricter than Telegram, which takes options that contradict each other.
    """
    asked = options.get("url", "")
    if options.get("is_disabled"):
        if len(options) > 1:
            raise Refusal(400, "Bad Request: options of a link preview that is disabled")
        return ""
    if options.get("prefer_small_media") and options.get("prefer_large_media"):
        raise Refusal(400, "Bad Request: can't prefer small and large media")
    if asked and not re.fullmatch(r"https?://[^\s/]+\S*", asked):
        raise Refusal(400, "Bad Request: WEBPAGE_URL_INVALID")
    return asked or _first_link(content)


def _first_link(content: Json) -> str:
    """What Telegram shows unless it is told otherwise, which is why this server does so, too."""
    linked = [entity.url for entity in content["entities"] if entity.url]
    bare = re.findall(r"https?://\S+", content["text"])
    return next(iter([*linked, *bare]), "")
