"""The whole program asked about quotes, in both chats: pages turn where they stand, also after a restart."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.journeys.outlet import open_outlet
from tests.journeys.program import running_bot
from tests.journeys.test_command_line import troopwire
from tests.servers.discord import blameless_discord
from tests.servers.listening import eventually
from tests.servers.telegram import local_telegram

PARAGRAPHS = (
    "The defence minister of Estonia said on Tuesday that his country was ready to send troops to Ukraine.",
    *(
        f'"We are ready to send {number} soldiers to Ukraine after a ceasefire," Juhan Tammsalu said.'
        for number in range(200, 1_000, 100)
    ),
)
VERIFIED = "we are ready to send 300 soldiers to Ukraine after a ceasefire — Tammsalu"


def quotes_kept(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "troopwire.db")) as driver:
        counted: int = driver.execute("SELECT count(*) FROM quote WHERE kind = 'direct'").fetchone()[0]
        return counted


async def test_a_page_turns_and_words_are_verified_in_both_chats_also_after_a_restart(tmp_path: Path) -> None:
    async with open_outlet() as outlet, local_telegram() as telegram, blameless_discord() as discord:
        outlet.paragraphs = PARAGRAPHS
        outlet.items.append(("one", "Estonia ready to send troops to Ukraine after a ceasefire"))
        telegram.room(1, "private")
        async with running_bot(tmp_path, outlet, telegram, discord) as bot:
            await eventually(lambda: bool(telegram.commands) and discord.gateway.connected)
            assert {"quotes", "verify"} <= {str(entry["command"]) for entry in telegram.commands}
            await eventually(lambda: quotes_kept(tmp_path) > 6)
            telegram.say("/quotes Tammsalu kind:direct")
            await discord.command("quotes", who="Tammsalu kind:direct")
            [card] = await telegram.wait_for(1)
            [embed] = await discord.wait_for(1)
            assert "page 1 of 2" in card.text
            assert "page 1 of 2" in embed.text
            bot.kill()
            await bot.wait()
        async with running_bot(tmp_path, outlet, telegram, discord):
            await eventually(lambda: discord.gateway.identified == 2)
            telegram.press(card, "Older ›")
            await discord.press(embed, "Older ›")
            await eventually(lambda: "page 2 of 2" in telegram.messages()[0].text)
            await eventually(lambda: "page 2 of 2" in discord.messages()[0].text)
            assert len(telegram.messages()) == len(discord.messages()) == 1
            telegram.say(f"/verify {VERIFIED}")
            await discord.command("verify", words=VERIFIED)
            assert "Exact: word for word" in (await telegram.wait_for(2))[1].text
            assert "word for word" in (await discord.wait_for(2))[1].text
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log
    assert discord.refusals == []


def test_a_piped_demo_shows_pages_and_verifies_words(tmp_path: Path) -> None:
    verified = "/verify our friends in Europe have boots of their own"
    asked = f"/quotes kind:direct\n/quotes kind:direct page:2\n{verified}\n"
    done = troopwire("demo", given=asked, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.split("> /quotes kind:direct\n")[1].split("> /quotes kind:direct page:2\n")
    assert "[/quotes kind:direct page:2]" in first
    assert "[/quotes kind:direct page:1]" in second
    assert "you wrote “have”; there it is “own”" in done.stdout
