"""Webhooks on the command line: safe addresses only, and a secret that is shown once."""

import argparse
from pathlib import Path

import pytest

from bot.config import Settings
from bot.verbs.webhooks import webhooks
from feeds.errors import AddressForbidden
from storage.store import open_store

HOOK = "https://desk.example/hook"

Said = pytest.CaptureFixture[str]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database=tmp_path / "news.db")


def given(does: str, url: str = HOOK, *words: str) -> argparse.Namespace:
    return argparse.Namespace(does=does, url=url, words=list(words))


async def test_a_webhook_hears_what_a_chat_with_the_same_words_hears(
    settings: Settings, capsys: Said
) -> None:
    assert (
        await webhooks(settings, given("add", HOOK, "related", "country:France", "-exercise", "daily")) == 0
    )
    said = capsys.readouterr().out
    assert said.startswith(
        f"{HOOK} is told of related -exercise country:France (daily).\nIn the last 30 days"
    )
    assert said.count("whsec_") == 1
    await webhooks(settings, given("add", HOOK, "reversals"))
    assert "whsec_" not in capsys.readouterr().out
    await webhooks(settings, given("list"))
    assert (
        capsys.readouterr().out == f"{HOOK}  related -exercise country:France (daily); reversals (at once)\n"
    )


async def test_a_webhook_that_comes_back_after_it_was_removed_has_a_new_secret(
    settings: Settings, capsys: Said
) -> None:
    secrets = set()
    for _ in range(2):
        await webhooks(settings, given("add"))
        secrets.add(capsys.readouterr().out.partition("whsec_")[2])
        await webhooks(settings, given("remove"))
    assert len(secrets) == 2
    capsys.readouterr()
    await webhooks(settings, given("list"))
    assert capsys.readouterr().out == ""


async def test_words_that_cannot_be_read_add_nothing(settings: Settings, capsys: Said) -> None:
    assert await webhooks(settings, given("add", HOOK, "/(/")) == 1
    assert "no regular expression" in capsys.readouterr().err
    store = await open_store(settings.database)
    assert await store.webhooks() == ()
    await store.close()


@pytest.mark.parametrize(
    ("url", "allow_loopback"),
    [
        ("http://desk.example/hook", True),
        ("http://localhost.desk.example/hook", True),
        ("http://127.0.0.1/hook", False),
        ("http://10.0.0.1/hook", True),
        ("ftp://desk.example/hook", True),
        ("desk.example/hook", True),
    ],
)
async def test_no_message_goes_out_in_the_clear(tmp_path: Path, url: str, *, allow_loopback: bool) -> None:
    settings = Settings(database=tmp_path / "news.db", allow_loopback=allow_loopback)
    with pytest.raises(AddressForbidden):
        await webhooks(settings, given("add", url))


async def test_the_secret_is_in_no_list(settings: Settings, capsys: Said) -> None:
    await webhooks(settings, given("add"))
    capsys.readouterr()
    await webhooks(settings, given("list"))
    assert capsys.readouterr().out == f"{HOOK}  every CORE story (at once)\n"
