"""What the gateway of Discord wants of a bot, frame by frame (discord.com/developers/docs/events/gateway)."""

import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

HEARTBEAT, IDENTIFY, RESUME = 1, 2, 6
GUILDS_INTENT = 1
PRIVILEGED_INTENTS = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, words of messages
LARGEST_FRAME = 4_096
MOST_FRAMES = 120
FRAME_SECONDS = 60.0
LATENESS = 0.5
"""By this share of the interval a heartbeat may come too late."""

EARLINESS = 0.1
"""By this share of the interval it may come too early: clocks differ."""

_WANTED: dict[int, Any] = {
    HEARTBEAT: int | None,
    IDENTIFY: {"token": str, "intents": int, "properties": dict},
    RESUME: {"token": str, "session_id": str, "seq": int},
}


@dataclass(frozen=True, slots=True)
class Close:
    """Why a connection is closed."""

    code: int
    reason: str


@dataclass(slots=True)
class Conversation:
    """What one connection's bot has sent so far."""

    interval: float  # seconds between heartbeats
    identified: bool = False
    violations: list[str] = field(default_factory=list)
    _frames: deque[float] = field(default_factory=deque)
    _beat: float | None = None

    def fault(self, data: str, now: float, newest: int) -> Close | None:
        """Judge a frame; `newest` is the number of the last event that the bot was sent."""
        self._frames.append(now)
        while self._frames[0] <= now - FRAME_SECONDS:
            self._frames.popleft()
        if len(self._frames) > MOST_FRAMES:
            return Close(4008, "Rate limited.")
        if len(data.encode()) > LARGEST_FRAME:
            return Close(4002, "Decode error: over 4096 bytes.")
        frame = _decoded(data)
        if frame is None:
            return Close(4002, "Decode error.")
        return self._frame_fault(frame, now, newest)

    def _frame_fault(self, frame: Json, now: float, newest: int) -> Close | None:
        opcode: Any = frame.get("op")
        given: Any = frame.get("d")
        if opcode not in _WANTED:
            return Close(4001, f"Unknown opcode {opcode}.")
        if not _fits(given, _WANTED[opcode]):
            return Close(4002, f"Decode error: opcode {opcode}.")
        if opcode == HEARTBEAT:
            return self._heartbeat_fault(given, now, newest)
        if self.identified:
            return Close(4005, "Already authenticated.")
        self.identified = True
        return _intents_fault(given["intents"]) if opcode == IDENTIFY else None

    def _heartbeat_fault(self, given: int | None, now: float, newest: int) -> Close | None:
        earliest = 0.0 if self._beat is None else self._beat + self.interval * (1 - EARLINESS)
        if now < earliest:
            self.violations.append(f"gateway: a heartbeat {earliest - now:.3f} s too early")
        self._beat = now
        if given is not None and given > newest:
            return Close(4007, "Invalid seq.")
        return None


def _decoded(data: str) -> Json | None:
    try:
        frame = json.loads(data)
    except ValueError:
        return None
    return frame if isinstance(frame, dict) else None


def _fits(given: Any, wanted: Any) -> bool:
    if not isinstance(wanted, dict):
        return isinstance(given, wanted)
    return isinstance(given, dict) and all(isinstance(given.get(key), kind) for key, kind in wanted.items())


def _intents_fault(intents: int) -> Close | None:
    if intents & PRIVILEGED_INTENTS:
        return Close(4014, "Disallowed intent(s).")
    return None if intents == GUILDS_INTENT else Close(4013, "Invalid intent(s): only the guilds are needed.")
