"""What a renderer adds of our own words is in the language of the reply."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from bot.replies import Reply
from bot.speech import ENGLISH, speaking

Given = ParamSpec("Given")
Made = TypeVar("Made")


def in_its_language(render: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a renderer speak the language of the reply that it is given first."""

    @wraps(render)
    def rendered(*args: Given.args, **named: Given.kwargs) -> Made:
        reply = args[0]
        with speaking(reply.language if isinstance(reply, Reply) else ENGLISH):
            return render(*args, **named)

    return rendered
