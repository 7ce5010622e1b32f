"""What must hold at the end of a life, whatever happened in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.simulation.run import Life, mark
from tests.simulation.world import Room, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was wrong at the end of a life, in words, and how much happened in it."""

    faults: tuple[str, ...]
    crashes: int
    owed: int  # stories that were to be told, over all chats
    lost: int
    twice_discord: int  # never: what may have arrived is looked for
    twice_telegram: int
    given_up: int  # after three tries whose answers were lost; the outbox says so of each


def judge(life: Life) -> Verdict:
    """Compare what the chats show with what they were owed."""
    rooms = [(world, room) for world in life.worlds.values() for room in world.rooms.values()]
    told = {(room.name, number): _times(room, number) for _, room in rooms for number in life.stories}
    given_up = life.left.alerts_dead if life.left else 0
    lost = sum(not times for times in told.values())
    twice = {world.name: 0 for world, _ in rooms}
    for world, room in rooms:
        twice[world.name] += _repeated(life, room)
    faults = [
        *(f"{lost} lost, {given_up} given up" for _ in range(lost > given_up)),
        *(f"{twice['discord']} messages twice on Discord" for _ in range(twice["discord"] > 0)),
        *_left(life),
        *(fault for world, room in rooms for fault in _of_room(life, world, room)),
    ]
    return Verdict(
        faults=tuple(dict.fromkeys(faults)),
        crashes=life.crashes,
        owed=len(told),
        lost=lost,
        twice_discord=twice["discord"],
        twice_telegram=twice["telegram"],
        given_up=given_up,
    )


def _left(life: Life) -> Iterator[str]:
    if life.left and life.left.alerts_due:
        yield f"{life.left.alerts_due} alerts still owed"


def _of_room(life: Life, world: World, room: Room) -> Iterator[str]:
    again = _repeated(life, room)
    if again > life.risked[room.name]:
        yield f"{room.name}: {again} messages twice, and only {life.risked[room.name]} answers lost"
    times = sorted(message.at for message in room.messages.values())
    if any((later - earlier).total_seconds() < world.seconds_between for earlier, later in pairwise(times)):
        yield f"{room.name}: two messages within {world.seconds_between} s"


def _times(room: Room, number: int) -> int:
    return sum(mark(number) in message.text for message in room.messages.values())


def _repeated(life: Life, room: Room) -> int:
    """Count the messages that tell nothing but what other messages of the chat tell too."""
    told: set[int] = set()
    repeated = 0
    for message in sorted(room.messages.values(), key=lambda message: message.at):
        here = {number for number in life.stories if mark(number) in message.text}
        repeated += here <= told
        told |= here
    return repeated
