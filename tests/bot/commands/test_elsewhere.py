from dataclasses import replace

import pytest

from bot.commands.elsewhere import moved, said_of
from bot.commands.query import NotReadError
from bot.platforms.port import Address, Ask, Place
from bot.render.plain import render
from bot.replies import Button, Reply, paragraph

FORUM = Place(mention="<#7>", address=Address("forum:7"), title="News #stories", may_be_written_in=True)
ASK = Ask(command="watch", words="", platform="discord", address=Address("1"), title="News", places=(FORUM,))


def test_what_names_no_channel_is_asked_where_it_is() -> None:
    ask = replace(ASK, words='actor:Macron "in:<#7"')
    assert moved(ask) == (ask, None)


@pytest.mark.parametrize("words", ["in:<#7>", "related in:<#7> daily", "in: <#7>", "IN:<#7> -exercise"])
def test_what_names_a_channel_is_asked_of_that(words: str) -> None:
    there, place = moved(replace(ASK, words=words))
    assert (place, there.address, there.title) == (FORUM, "forum:7", "News #stories")
    assert "7" not in there.words


def test_a_channel_that_is_not_there_is_none() -> None:
    with pytest.raises(NotReadError, match="takes a channel of this server"):
        moved(replace(ASK, words="in:<#8>"))
    with pytest.raises(NotReadError, match="takes a channel of this server"):
        moved(replace(ASK, words="in:<#7>", places=()))


def test_where_we_may_not_write_nothing_is_told() -> None:
    closed = replace(FORUM, may_be_written_in=False)
    with pytest.raises(NotReadError, match="may not write in News #stories"):
        moved(replace(ASK, words="in:<#7>", places=(closed,)))


def test_an_answer_says_what_it_is_about_and_its_buttons_go_on_there() -> None:
    buttons = (Button(label="End it", command="unwatch 3"), Button(label="Story", command="story 12"))
    reply = said_of(FORUM, Reply(blocks=(paragraph("Watch 3"),), buttons=buttons), {"unwatch"})
    assert render(reply).startswith("News #stories:")
    assert [button.command for button in reply.buttons] == ["unwatch 3 in:<#7>", "story 12"]
