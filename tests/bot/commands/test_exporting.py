"""The ledger as a file, from the command to its last line."""

import csv
import io
import json

import pytest

from storage.store import Store
from tests.bot.commands.asking import asked
from tests.bot.commands.test_people import LIND, keep
from tests.samples import REFUSAL


async def test_every_position_is_in_the_file_with_words_hash_and_link(store: Store) -> None:
    await keep(store, REFUSAL, day=1)
    await keep(store, LIND, day=2)
    rows = list(csv.DictReader(io.StringIO(await asked(store, "/export positions csv"))))
    assert [row["actor"] for row in rows] == ["Ivo Lind", "Ada Roe"]
    assert all(row["evidence"] and row["text_hash"] and row["url"].startswith("https://") for row in rows)


async def test_one_country_may_be_asked_for(store: Store) -> None:
    await keep(store, REFUSAL, LIND)
    (row,) = json.loads(await asked(store, "/export positions json Латвія"))
    assert row["actor"] == "Ivo Lind"


async def test_markdown_names_holder_stance_and_outlet(store: Store) -> None:
    await keep(store, REFUSAL)
    shown = await asked(store, "/export positions md")
    assert "**Ada Roe (Estonia)**: opposes, self-stated" in shown


@pytest.mark.parametrize("words", ["", "positions", "positions pdf", "quotes csv", "positions csv No", "%"])
async def test_whatever_else_is_asked_is_answered_in_words(store: Store, words: str) -> None:
    await keep(store, REFUSAL)
    shown = await asked(store, f"/export {words}")
    assert "fault is ours" not in shown
    assert "/export positions csv" in shown or "No position" in shown
