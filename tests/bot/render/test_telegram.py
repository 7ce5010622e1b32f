from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.render.split import MOST_MESSAGES
from bot.render.telegram import callback_data, illustrate, render, visible
from bot.render.text import tame, units
from bot.replies import (
    Bullet,
    Button,
    Excerpt,
    Heading,
    Quotation,
    Reply,
    Stand,
    Table,
    Tone,
    note,
    paragraph,
    text,
)
from feeds.model import Stance
from tests.bot.platforms.pictured import PICTURE
from tests.bot.render.samples import quotations, replies
from tests.servers.telegram_html import parse

CREDIT = (text("The Harbour Post", link="https://harbour.example/1"), text(", public · 26 Feb 2024"))


def shown(reply: Reply) -> str:
    [message] = render(reply)
    return message.html


def quotation(*runs: str, paraphrase: bool = False) -> Quotation:
    return Quotation(speaker="Ivo Karlsen", runs=runs, paraphrase=paraphrase, credit=CREDIT)


def test_a_quotation_shows_its_runs_in_our_marks_with_speaker_and_credit() -> None:
    assert shown(Reply(blocks=(quotation("We will go", "if asked"),))) == (
        "<b>Ivo Karlsen</b>:\n<blockquote>“We will go” … “if asked”</blockquote>\n"
        '— <a href="https://harbour.example/1">The Harbour Post</a>, public · 26 Feb 2024'
    )


def test_a_paraphrase_has_no_marks_and_names_who_worded_it() -> None:
    html = shown(Reply(blocks=(quotation("they would go", paraphrase=True),)))
    assert "<blockquote>they would go</blockquote>\n— paraphrase by <a href=" in html
    assert "“" not in html


def test_a_long_quotation_is_folded() -> None:
    assert "<blockquote expandable>" in shown(Reply(blocks=(quotation("word " * 100),)))


@pytest.mark.parametrize(
    ("reply", "html"),
    [
        (note("a < b & c"), "a &lt; b &amp; c"),
        (
            Reply(blocks=(Heading(text="T", link="https://a.example"),)),
            '<a href="https://a.example"><b>T</b></a>',
        ),
        (
            Reply(blocks=(paragraph(text("s", tone=Tone.STRONG), text("f", tone=Tone.FAINT)),)),
            "<b>s</b><i>f</i>",
        ),
        (Reply(blocks=(Bullet(line=(text("one"),)), Bullet(line=(text("two"),)))), "• one\n• two"),
        (Reply(blocks=(Heading(text="T"), paragraph("a"), paragraph("b"))), "<b>T</b>\na\n\nb"),
        (Reply(blocks=(Excerpt(text="They went.", credit=()),)), "<blockquote>They went.</blockquote>"),
        (
            Reply(blocks=(Table(columns=("feed", "ok"), rows=(("a", "yes"),)),)),
            "<pre>feed  ok\n---------\na     yes</pre>",
        ),
        (
            Reply(
                blocks=(
                    Stand(
                        who="France",
                        stance=Stance.CLAIMS_PRESENT,
                        chain="self-stated",
                        evidence="E",
                        credit=(),
                    ),
                )
            ),
            "<b>France</b>: claims present (self-stated)\n<blockquote>E</blockquote>",
        ),
        (Reply(blocks=(paragraph(text("x", link="javascript:alert(1)")),)), "x"),
        (Reply(blocks=()), "…"),
        (Reply(blocks=(paragraph(" \u202e"),)), "…"),
    ],
)
def test_each_block_has_its_markup(reply: Reply, html: str) -> None:
    assert shown(reply) == html


def test_feed_text_calls_nobody() -> None:
    assert "@everyone" not in shown(note("@everyone"))


def test_buttons_stand_under_the_last_message_three_in_a_row() -> None:
    buttons = tuple(Button(label=f"B{number}", command=f"story {number}") for number in range(4))
    messages = render(Reply(blocks=tuple(paragraph("word " * 300) for _ in range(8)), buttons=buttons))
    assert [len(message.keyboard) for message in messages] == [0, 0, 0, 2]
    assert [len(row) for row in messages[-1].keyboard] == [3, 1]


def test_an_answer_never_floods_and_says_that_it_was_cut() -> None:
    messages = render(Reply(blocks=tuple(paragraph("word " * 300) for _ in range(100))))
    assert len(messages) == MOST_MESSAGES
    assert messages[-1].html.endswith("\n\n…")


def test_a_quotation_too_long_for_a_message_is_cut_between_words_into_quotations() -> None:
    words = "We will go there soon. " * 400
    messages = render(Reply(blocks=(quotation(words),)))
    runs = [visible(message.html).split("“")[1].split("”")[0] for message in messages]
    assert len(runs) > 1
    assert " ".join(runs) == words
    assert all("The Harbour Post" in message.html for message in messages)


def test_a_table_too_long_for_a_message_repeats_its_head() -> None:
    rows = tuple((f"feed {number}", "fine") for number in range(800))
    messages = render(Reply(blocks=(Table(columns=("feed", "state"), rows=rows),)))
    assert all("feed  " in message.html.split("\n")[0] for message in messages)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(replies)
def test_every_reply_becomes_messages_that_telegram_takes(reply: Reply) -> None:
    messages = render(reply)
    assert 1 <= len(messages) <= MOST_MESSAGES
    for message in messages:
        words, entities = parse(message.html)
        assert words.strip()
        assert units(words) <= 4_096
        assert len(entities) <= 100
        assert all(entity.url.startswith(("", "http://", "https://")) for entity in entities)
        for row in message.keyboard:
            assert all(len(callback_data(button).encode()) <= 64 for button in row)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(quotations)
def test_what_stands_in_our_marks_is_what_was_said(said: Quotation) -> None:
    words = "".join(parse(message.html)[0] + "\n" for message in render(Reply(blocks=(said,))))
    plain = words.replace("@\u2060", "@")
    runs = [tame(run) for run in said.runs]
    if sum(map(len, runs)) < 1_000:
        expected = " … ".join(runs if said.paraphrase else [f"“{run}”" for run in runs])
        assert expected.strip() in plain


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies, st.integers(min_value=1, max_value=6))
def test_captions_hold_every_limit_and_leave_nothing_of_the_buttons_out(reply: Reply, most: int) -> None:
    first, *others = illustrate(replace(reply, picture=PICTURE), b"png", most=most)
    assert len(others) < most
    assert first.picture
    assert not any(message.picture for message in others)
    assert units(visible(first.html)) <= 1_024
    assert all(0 < units(visible(message.html)) <= 4_096 for message in others)
    assert [message.keyboard for message in (first, *others)][-1] == render(reply)[-1].keyboard
    for message in (first, *others):
        parse(message.html)
