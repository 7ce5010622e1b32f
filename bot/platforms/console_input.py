"""What somebody types at the terminal: commands and what follows is completed, buttons have numbers."""

from collections.abc import AsyncGenerator, Iterable, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.platforms.port import Complete
from bot.replies import Button


class Suggestions(Completer):
    """Completes the names of commands, and names and stories behind them."""

    def __init__(self, commands: Sequence[str], complete: Complete) -> None:
        self._commands = commands
        self._complete = complete

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Give the names of commands that begin so."""
        del complete_event
        typed = document.text_before_cursor.lstrip()
        if " " in typed:
            return
        for name in self._commands:
            if f"/{name}".startswith(f"/{typed.removeprefix('/')}"):
                yield Completion(f"/{name}", start_position=-len(typed))

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Give also what may stand behind a command."""
        for name in self.get_completions(document, complete_event):
            yield name
        command, behind, typed = document.text_before_cursor.lstrip().partition(" ")
        if behind:
            for one in await self._complete(command.removeprefix("/").casefold(), typed):
                yield Completion(one.words, start_position=-len(typed), display=one.label)


def pressed(line: str, buttons: Sequence[Button]) -> str:
    """Give the command of the button whose number was typed; any other line as it is."""
    number = line.strip()
    is_one = number.isascii() and number.isdecimal() and 1 <= int(number[:4]) <= len(buttons)
    return buttons[int(number[:4]) - 1].command if is_one and len(number) <= len("9999") else line
