"""Inline queries as a local Telegram hears and shows them: what is offered to whoever types "@bot macron"."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram_chats import person
from tests.servers.telegram_html import BadMarkup, parse
from tests.servers.telegram_refusal import Refusal

Json = dict[str, Any]

ANSWER_WITHIN = 10.0  # seconds; a later answer comes too late (core.telegram.org/bots/api#answerinlinequery)
MOST_RESULTS, LONGEST_ID, LONGEST_OFFSET, LONGEST_QUERY = 50, 64, 64, 256
LONGEST_TEXT = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a user may choose from."""

    results: tuple[Json, ...]
    texts: tuple[str, ...]  # what each would paste, as its reader sees it
    next_offset: str
    button: Json | None


@dataclass(slots=True)
class Inline:
    """The queries of all users."""

    answers: dict[str, Offered] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def ask(self, number: int, typed: str, *, offset: str, user: int, language: str) -> Json:
        """Make the query of somebody who types."""
        query = f"inline-{number}"
        self._asked[query] = time.monotonic()
        return {
            "id": query,
            "from": person(user) | {"language_code": language},
            "query": typed[:LONGEST_QUERY],
            "offset": offset,
            "chat_type": "supergroup",
        }

    def answer(self, given: Json) -> bool:
        """Take what the bot offers, once and in time. Raises Refusal."""
        began = self._asked.pop(given["inline_query_id"], None)
        if began is None or time.monotonic() - began > ANSWER_WITHIN:
            raise Refusal(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        results = given["results"]
        _check(results, given.get("next_offset", ""))
        self.answers[given["inline_query_id"]] = Offered(
            results=tuple(results),
            texts=tuple(_text(each) for each in results),
            next_offset=given.get("next_offset", ""),
            button=given.get("button"),
        )
        return True


def _check(results: list[Json], offset: str) -> None:
    if len(results) > MOST_RESULTS:
        raise Refusal(400, "Bad Request: RESULTS_TOO_MUCH")
    if len(offset.encode()) > LONGEST_OFFSET:
        raise Refusal(400, "Bad Request: NEXT_OFFSET_INVALID")
    names = [each["id"] for each in results]
    if len(set(names)) < len(names):
        raise Refusal(400, "Bad Request: RESULT_ID_DUPLICATE")
    if any(not 1 <= len(name.encode()) <= LONGEST_ID for name in names):
        raise Refusal(400, "Bad Request: RESULT_ID_INVALID")
    if any(not each.get("title", "").strip() for each in results):
        raise Refusal(400, "Bad Request: ARTICLE_TITLE_EMPTY")


def _text(result: Json) -> str:
    content = result["input_message_content"]
    try:
        text, _ = parse(content["message_text"])
    except BadMarkup as error:
        raise Refusal(400, f"Bad Request: can't parse entities: {error}") from error
    if not 1 <= len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT or not re.search(r"\S", text):
        raise Refusal(400, "Bad Request: MESSAGE_TEXT_INVALID")
    return text
