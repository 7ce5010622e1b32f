"""Inline mode: "@bot macron", typed in any chat, offers quotes with their sources to paste there.

It asks what `/quotes macron` asks, and offers each quotation of the answer; a long answer comes page by page.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.platforms.port import Address, Answer, Ask
from bot.platforms.telegram_hearing import NAME
from bot.render.telegram import render
from bot.render.text import brief, tame
from bot.replies import Button, Quotation, Reply
from bot.speech import speaking, worded

log = logging.getLogger(__name__)

CACHE_SECONDS = 60
MOST_PAGES = 100
LONGEST_TITLE, LONGEST_DESCRIPTION = 80, 160  # UTF-16 units; Telegram shows about a line and three


async def offer(answer: Answer, update: Update, context: Any) -> None:
    """Offer the quotes of whomever somebody names in an inline query; the newest story's without a name."""
    del context
    query = update.inline_query
    if query is None:
        return
    page = _page(query.offset)
    reply = await answer(
        Ask(
            command="quotes",
            words=f"{query.query} page:{page}".strip(),
            platform=NAME,
            address=Address(f"{query.from_user.id}"),
            user=f"{query.from_user.id}",
            language=query.from_user.language_code or "",
        )
    )
    offered = _once(_offered(reply))
    try:
        await query.answer(
            offered,
            cache_time=CACHE_SECONDS,
            is_personal=True,  # in his language
            next_offset=f"{page + 1}" if offered and _goes_on(reply.buttons, page) else "",
            button=None if offered else _nothing(reply.language),
        )
    except TelegramError as error:
        log.warning("telegram: an inline query was not answered: %s", error.message)


def _page(offset: str) -> int:
    return min(int(offset), MOST_PAGES) if offset.isascii() and offset.isdecimal() and int(offset) else 1


def _goes_on(buttons: Iterable[Button], page: int) -> bool:
    return any(button.turns_page and button.command.endswith(f" page:{page + 1}") for button in buttons)


def _offered(reply: Reply) -> Iterator[InlineQueryResultArticle]:
    for block in reply.blocks:
        if isinstance(block, Quotation):
            yield _result(replace(reply, blocks=(block,), buttons=(), picture=None), block)


def _result(reply: Reply, quotation: Quotation) -> InlineQueryResultArticle:
    [message] = render(reply, most=1)
    return InlineQueryResultArticle(
        id=blake2b(message.html.encode(), digest_size=16).hexdigest(),
        title=brief(quotation.speaker, LONGEST_TITLE),
        description=brief(" … ".join(map(tame, quotation.runs)), LONGEST_DESCRIPTION),
        input_message_content=InputTextMessageContent(
            message.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
    )


def _once(offered: Iterable[InlineQueryResultArticle]) -> list[InlineQueryResultArticle]:
    return list({result.id: result for result in offered}.values())


def _nothing(language: str) -> InlineQueryResultsButton:
    """Say that nobody of that name is quoted, and lead to the bot."""
    with speaking(language):
        return InlineQueryResultsButton(
            worded("No quote found. Ask the bot itself."), start_parameter="inline"
        )
