import re

import pytest
from hypothesis import HealthCheck, given, settings

from bot.render.discord import COLOURS, DiscordMessage, custom_id, render
from bot.render.split import MOST_MESSAGES
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
from tests.bot.render.samples import quotations, replies, texts

CREDIT = (text("The Harbour Post", link="https://harbour.example/1"), text(", public · 26 Feb 2024"))

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_LIVE = re.compile(r"@|<|https?:|\|\||`|^[ \t]*(?:#|-|\+|>|\d+\.)", re.MULTILINE)


def shown(reply: Reply) -> DiscordMessage:
    [message] = render(reply)
    return message


def unescaped(markdown: str) -> str:
    return _ESCAPE.sub(r"\1", markdown)


def quotation(*runs: str, paraphrase: bool = False) -> Quotation:
    return Quotation(speaker="Ivo Karlsen", runs=runs, paraphrase=paraphrase, credit=CREDIT)


def test_a_quotation_shows_its_runs_in_our_marks_with_speaker_and_credit() -> None:
    assert shown(Reply(blocks=(quotation("We will go", "if asked"),))).description == (
        "**Ivo Karlsen**:\n> “We will go” … “if asked”\n"
        "— [The Harbour Post](https://harbour.example/1), public · 26 Feb 2024"
    )


def test_a_paraphrase_has_no_marks_and_names_who_worded_it() -> None:
    description = shown(Reply(blocks=(quotation("they would go", paraphrase=True),))).description
    assert "> they would go\n— paraphrase by [The Harbour Post]" in description


def test_the_first_heading_is_the_title() -> None:
    message = shown(Reply(blocks=(Heading(text="Go *now*", link="https://a.example/"), paragraph("x"))))
    assert (message.title, message.link, message.description) == (r"Go \*now\*", "https://a.example/", "x")


@pytest.mark.parametrize("stance", Stance)
def test_each_stance_has_its_own_colour_and_its_word(stance: Stance) -> None:
    message = shown(Reply(blocks=(paragraph("x"),), stance=stance))
    assert message.footer == f"Position: {stance.value.replace('-', ' ')}"
    assert message.colour == COLOURS[stance]
    assert len(set(COLOURS.values())) == len(Stance)


@pytest.mark.parametrize(
    ("reply", "markdown"),
    [
        (note("# a @everyone <@1> ||s||"), r"\# a \@everyone \<\@1\> \|\|s\|\|"),
        (note("https://evil.example [a](b)"), r"https\://evil.example \[a\]\(b\)"),
        (note("1. one\n2. two"), "1\\. one\n2\\. two"),
        (Reply(blocks=(paragraph(text(" s ", tone=Tone.STRONG), text("f", tone=Tone.FAINT)),)), " **s** *f*"),
        (Reply(blocks=(Bullet(line=(text("one"),)), Bullet(line=(text("two"),)))), "• one\n• two"),
        (Reply(blocks=(Excerpt(text="One.\nTwo.", credit=()),)), "> One.\n> Two."),
        (Reply(blocks=(Table(columns=("a`",), rows=(("b",),)),)), "```\naˋ\n--\nb\n```"),
        (
            Reply(
                blocks=(
                    Stand(who="France", stance=Stance.OPEN, chain="self-stated", evidence="E", credit=()),
                )
            ),
            "**France**: open (self\\-stated)\n> E",
        ),
        (Reply(blocks=(paragraph(text("x", link="javascript:alert(1)")),)), "x"),
        (Reply(blocks=()), "…"),
    ],
)
def test_each_block_has_its_markup(reply: Reply, markdown: str) -> None:
    assert shown(reply).description == markdown


def test_a_quotation_too_long_for_a_message_is_cut_between_words_into_quotations() -> None:
    words = "We will go there soon. " * 400
    messages = render(Reply(blocks=(quotation(words),)))
    runs = [message.description.split("“")[1].split("”")[0] for message in messages]
    assert len(runs) > 1
    assert " ".join(runs) == words


def test_buttons_stand_under_the_last_message() -> None:
    buttons = (Button(label="B", command="story 1"), Button(label="C", command="x" * 97))
    messages = render(Reply(blocks=tuple(paragraph("word " * 300) for _ in range(8)), buttons=buttons))
    assert [message.buttons for message in messages] == [(), (), (), buttons[:1]]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(replies)
def test_every_reply_becomes_messages_that_discord_takes(reply: Reply) -> None:
    messages = render(reply)
    assert 1 <= len(messages) <= MOST_MESSAGES
    for message in messages:
        assert units(message.title) <= 256
        assert units(message.description) <= 4_096
        assert units(message.title + message.description + message.footer) <= 6_000
        assert message.description.strip()
        assert all(len(custom_id(button)) <= 100 for button in message.buttons)
        assert not message.link or message.link.startswith(("http://", "https://"))


@settings(max_examples=200, deadline=None)
@given(texts)
def test_no_markup_of_a_feed_survives(words: str) -> None:
    [message] = render(note(words))
    assert not _LIVE.search(_ESCAPE.sub("x", message.description))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(quotations)
def test_what_stands_in_our_marks_is_what_was_said(said: Quotation) -> None:
    shown_lines = "".join(message.description for message in render(Reply(blocks=(said,))))
    plain = unescaped(shown_lines.replace("\n> ", "\n"))
    runs = [tame(run) for run in said.runs]
    if sum(map(len, runs)) < 500:
        expected = " … ".join(runs if said.paraphrase else [f"“{run}”" for run in runs])
        assert expected.strip() in plain
