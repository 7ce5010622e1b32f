"""A reply for programs is JSON, whatever the news says."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.render.item import render
from bot.replies import Button, Heading, Reply, Subject, paragraph
from feeds.model import Label, Stance, StoryId
from tests.samples import NOON

CARD = Reply(
    blocks=(
        Heading(text="Estonia could send troops", link="https://herald.example/1"),
        paragraph("One outlet"),
    ),
    buttons=(Button(label="Summary", command="summary 12"),),
    stance=Stance.OPEN,
    subject=Subject(story=StoryId(12), label=Label.CORE, changed=NOON),
)


def test_a_card_says_which_story_it_tells_and_as_of_when() -> None:
    assert json.loads(render(CARD, event="card", message="1f-18c")) == {
        "event": "card",
        "id": "1f-18c",
        "title": "Estonia could send troops",
        "url": "https://herald.example/1",
        "content_text": "== Estonia could send troops <https://herald.example/1>\nOne outlet\n",
        "date_modified": "2026-03-04T12:00:00.000Z",
        "tags": ["CORE"],
        "_troopwire": {"story": 12, "stance": "open"},
    }


def test_a_link_that_is_none_is_left_out() -> None:
    reply = Reply(blocks=(Heading(text="News", link="javascript:alert(1)"),))
    assert "url" not in json.loads(render(reply, event="message", message="1"))


@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_words_make_a_document_that_is_read_again(words: str) -> None:
    reply = Reply(blocks=(Heading(text=words), paragraph(words)))
    item = json.loads(render(reply, event="card", message="1").decode("utf-8"))
    assert item["event"] == "card"
    assert item["content_text"].endswith("\n")
