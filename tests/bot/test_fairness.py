"""One noisy chat leaves the others' answers as early as before; and nobody makes us fetch without end."""

import asyncio
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.fairness import BURST, HOUR, IN_HAND, PAGES, WAITING, WAITING_OF_USER, Allowance, Turns
from bot.platforms.port import Address, Ask
from bot.render.plain import render
from bot.replies import Reply, note
from tests.samples import NOON


class Desk:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.begun: list[str] = []
        self.at: list[float] = []
        self.most: dict[str, int] = {}
        self._now: dict[str, int] = {}

    async def answer(self, ask: Ask) -> Reply:
        here = self._now[ask.address] = self._now.get(ask.address, 0) + 1
        self.most[ask.address] = max(here, self.most.get(ask.address, 0))
        self.begun.append(f"{ask.address}:{ask.words}")
        self.at.append(asyncio.get_running_loop().time())
        try:
            await self.open.wait()
        finally:
            self._now[ask.address] -= 1
        return note(ask.words)


def ask(chat: str, words: str = "", *, user: str = "", language: str = "") -> Ask:
    return Ask(
        command="latest",
        words=words,
        platform="telegram",
        address=Address(chat),
        user=user,
        language=language,
    )


def ask_by_another(chat: str, number: int) -> Ask:
    return ask(chat, f"{number}", user=f"user {number}")


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_noisy_chat_does_not_keep_another_waiting() -> None:
    desk = Desk()
    turns = Turns(desk.answer, "en", seconds_each=0)
    noise = [asyncio.create_task(turns.answer(ask_by_another("noisy", number))) for number in range(1_000)]
    await settle()
    other = asyncio.create_task(turns.answer(ask("quiet")))
    await settle()
    assert len(desk.begun) == IN_HAND + 1
    assert desk.begun[-1] == "quiet:"
    desk.open.set()
    answers = await asyncio.gather(*noise)
    refused = [reply for reply in answers if "Too many questions" in render(reply)]
    assert len(refused) == 1_000 - IN_HAND - WAITING
    assert [reply.is_repeated for reply in refused].count(False) == 1
    await other


async def test_a_noisy_user_does_not_keep_the_others_of_his_chat_waiting() -> None:
    desk = Desk()
    turns = Turns(desk.answer, "en", seconds_each=0)
    noise = [asyncio.create_task(turns.answer(ask("a", "noise", user="noisy"))) for _ in range(100)]
    await settle()
    other = asyncio.create_task(turns.answer(ask("a", "other", user="quiet")))
    await settle()
    desk.open.set()
    assert render(await other) == "other\n"
    answers = await asyncio.gather(*noise)
    assert sum("Too many" not in render(reply) for reply in answers) == IN_HAND + WAITING_OF_USER


async def test_who_asks_in_many_chats_is_one_user() -> None:
    desk = Desk()
    turns = Turns(desk.answer, "en", seconds_each=0)
    asked = [asyncio.create_task(turns.answer(ask(f"{chat}", user="1"))) for chat in range(100)]
    await settle()
    assert len(desk.begun) == IN_HAND
    desk.open.set()
    answers = await asyncio.gather(*asked)
    assert sum("Too many" not in render(reply) for reply in answers) == IN_HAND + WAITING_OF_USER


async def test_questions_of_a_chat_are_answered_in_their_order() -> None:
    desk = Desk()
    desk.open.set()
    turns = Turns(desk.answer, "en", seconds_each=0)
    await asyncio.gather(*(turns.answer(ask_by_another("a", number)) for number in range(IN_HAND + WAITING)))
    assert desk.begun == [f"a:{number}" for number in range(IN_HAND + WAITING)]
    assert desk.most["a"] <= IN_HAND


async def test_who_asks_without_end_is_answered_at_a_measured_pace() -> None:
    desk = Desk()
    desk.open.set()
    turns = Turns(desk.answer, "en", seconds_each=0.05)
    for _ in range(BURST + 3):
        await turns.answer(ask("a"))
    assert desk.at[-1] - desk.at[0] > 0.1


async def test_a_burst_of_questions_does_not_wait() -> None:
    desk = Desk()
    desk.open.set()
    turns = Turns(desk.answer, "en", seconds_each=1_000)
    for _ in range(BURST):
        await turns.answer(ask("a"))
    one_more = asyncio.create_task(turns.answer(ask("a")))
    await settle()
    assert len(desk.begun) == BURST
    one_more.cancel()


async def test_who_gives_up_waiting_leaves_no_trace() -> None:
    desk = Desk()
    turns = Turns(desk.answer, "en", seconds_each=0)
    asked = [asyncio.create_task(turns.answer(ask_by_another("a", number))) for number in range(5)]
    await settle()
    for each in asked:
        each.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    desk.open.set()
    assert render(await turns.answer(ask("b", "again"))) == "again\n"
    assert turns.lines == 2  # the chat b and its user


async def test_a_refusal_is_in_the_askers_language() -> None:
    desk = Desk()
    turns = Turns(desk.answer, "fr", seconds_each=0)
    waiting = [
        asyncio.create_task(turns.answer(ask_by_another("a", number))) for number in range(IN_HAND + WAITING)
    ]
    await settle()
    assert "zu viele" in render(await turns.answer(ask("a", language="de")))
    assert "Trop de" in render(await turns.answer(ask("a")))
    desk.open.set()
    await asyncio.gather(*waiting)


def test_a_user_has_so_many_pages_an_hour() -> None:
    now = [NOON]
    allowance = Allowance(lambda: now[0])
    assert [allowance.take("telegram:1") for _ in range(PAGES + 2)] == [True] * PAGES + [False] * 2
    assert allowance.take("telegram:2")
    now[0] += HOUR
    assert allowance.take("telegram:1")


@given(steps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50)), max_size=60))
def test_never_more_than_his_share_in_any_hour(steps: list[tuple[int, int]]) -> None:
    now = [NOON]
    allowance = Allowance(lambda: now[0], most=4)
    times: dict[str, list[datetime]] = {}
    for user, minutes in steps:
        now[0] += timedelta(minutes=minutes)
        if allowance.take(f"{user}"):
            times.setdefault(f"{user}", []).append(now[0])
    for mine in times.values():
        for first, fifth in zip(mine, mine[4:], strict=False):
            assert fifth - first >= HOUR


def test_those_of_an_hour_ago_are_forgotten() -> None:
    now = [NOON]
    allowance = Allowance(lambda: now[0])
    for user in range(100):
        allowance.take(f"{user}")
    now[0] += HOUR
    allowance.take("new")
    assert allowance.users == 1
