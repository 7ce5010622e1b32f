"""The command line: reads the words, picks the verb, turns every failure into one clear line."""

import argparse
import asyncio
import io
import logging
import os
import sys
from collections.abc import Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.config import Settings, SettingsError, load_settings
from feeds.errors import CatalogueError, FeedError
from storage.errors import StorageError

DONE, FAILED, WRONG = 0, 1, 2


def run_command_line(words: Sequence[str]) -> int:
    """Run one verb; give the exit code: 0 done, 1 failed, 2 wrong usage or settings."""
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream, encoding=None)
    given = _parser().parse_args(words)
    try:
        return _run(given)
    except CatalogueError as error:
        return _say(str(error), WRONG)
    except SettingsError as error:
        return _say(str(error), WRONG)
    except BrokenPipeError:  # `| head` has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  until the end of the process
        return DONE
    except (StorageError, FeedError, OSError) as error:
        return _say(str(error), FAILED)
    except ExceptionGroup as errors:
        return _say_all(errors)
    except KeyboardInterrupt:
        return DONE


def _run(given: argparse.Namespace) -> int:
    """Verbs are imported when they are used: `read` needs no chat library."""
    match given.verb:
        case "read" | "stories":
            return _read(given.verb)
        case "check":
            from bot.verbs.care import check  # noqa: PLC0415

            return asyncio.run(check())
        case _:
            settings = load_settings()
            _log_to_stderr(settings.log_level, is_service=given.verb in {"run", "poll"})
            return asyncio.run(_verb(given, settings)) or DONE


def _verb(given: argparse.Namespace, settings: Settings) -> Coroutine[Any, Any, int | None]:
    match given.verb:
        case "run" | "console" | "demo" | "poll":
            return _serving(given, settings)
        case "ask":
            from bot.verbs.asking import ask  # noqa: PLC0415

            return ask(settings, given.command)
        case "corrections":
            from bot.verbs.asking import corrections  # noqa: PLC0415

            return corrections(settings)
        case "feeds":
            from bot.verbs.feeds import feeds  # noqa: PLC0415

            return feeds(settings, given)
        case "webhooks":
            from bot.verbs.webhooks import webhooks  # noqa: PLC0415

            return webhooks(settings, given)
        case "reread":
            from bot.verbs.care import reread  # noqa: PLC0415

            return reread(settings)
        case _:
            from bot.verbs import care  # noqa: PLC0415

            return (
                care.backup(settings, given.file)
                if given.verb == "backup"
                else care.restore(settings, given.file)
            )


def _serving(given: argparse.Namespace, settings: Settings) -> Coroutine[Any, Any, None]:
    from bot.verbs import serving  # noqa: PLC0415

    match given.verb:
        case "run":
            return serving.run(settings)
        case "console":
            return serving.console(settings)
        case "demo":
            return serving.demo(settings, once=given.once)
        case _:
            return serving.poll(settings, once=given.once)


def _read(verb: str) -> int:
    from bot.verbs import reading  # noqa: PLC0415

    for stream in (sys.stdin, sys.stdout):
        _reconfigure(stream, encoding="utf-8")
    work = reading.read if verb == "read" else reading.stories
    work(sys.stdin, sys.stdout)
    return DONE


def _reconfigure(stream: object, *, encoding: str | None) -> None:
    """Never fail at a character that a terminal can't show."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding, errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="troopwire",
        description="Who says that troops will, or will not, go to Ukraine, and in what words?",
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("run", help="the bot, on every platform that has a token; with none, the console")
    verbs.add_parser("console", help="poll, and chat in the terminal; plain lines when piped")
    demo = verbs.add_parser("demo", help="the same over a sample newsroom on this machine")
    demo.add_argument("--once", action="store_true", help="stop after the first cards")
    poll = verbs.add_parser("poll", help="only poll and store; a line per feed and story")
    poll.add_argument("--once", action="store_true", help="visit every feed that is due, once")
    ask = verbs.add_parser("ask", help="one command on the stored state")
    ask.add_argument("command", help='for instance "/quotes Macron"')
    read = verbs.add_parser("read", help="articles as JSON lines on stdin; what they say on stdout")
    read.add_argument("--format", choices=["jsonl"], default="jsonl")
    verbs.add_parser("stories", help="the same input; to which story each article belongs")
    verbs.add_parser("corrections", help="what was judged otherwise than the detector did, as JSON lines")
    verbs.add_parser("reread", help="read the stored articles again, by this version's rules")
    _add_feeds(verbs.add_parser("feeds", help="the feed list"))
    _add_webhooks(verbs.add_parser("webhooks", help="addresses to which messages are posted, signed"))
    for name, does in (
        ("backup", "copy the database while the bot runs"),
        ("restore", "put a copy in its place"),
    ):
        verbs.add_parser(name, help=does).add_argument("file", type=Path)
    verbs.add_parser("check", help="name every fault of settings, feed list and database")
    return parser


def _add_feeds(parser: argparse.ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True, metavar="list|add|remove|check|import|export")
    does.add_parser("list", help="every feed with its state")
    for name, help_ in (("add", "poll a feed from now on"), ("check", "visit one and say what is wrong")):
        one = does.add_parser(name, help=help_)
        one.add_argument("url")
        one.add_argument("--outlet", default="", help="the publisher's name; else the feed's own title")
        one.add_argument("--country", default="", help="English short name")
        one.add_argument("--language", default="en", help="two letters, such as uk")
        one.add_argument(
            "--ownership", default="private", help="public, private, state-controlled, government, agency"
        )
    does.add_parser("remove", help="poll a feed no more").add_argument("url")
    for name, help_ in (("import", "add the feeds of an OPML file"), ("export", "write an OPML file")):
        does.add_parser(name, help=help_).add_argument("file", type=Path)


def _add_webhooks(parser: argparse.ArgumentParser) -> None:
    does = parser.add_subparsers(dest="does", required=True, metavar="list|add|remove")
    does.add_parser("list", help="every webhook, what it hears of and what waits for it")
    add = does.add_parser("add", help="post to an address what a watch hears of; prints its secret")
    add.add_argument("url")
    add.add_argument("words", nargs=argparse.REMAINDER, help="as behind /watch; none: every CORE story")
    does.add_parser("remove", help="post there no more").add_argument("url")


def _log_to_stderr(level: str, *, is_service: bool) -> None:
    """Log what the operator asked for; where somebody sits at a terminal, warnings only."""
    level = level if is_service or level == "DEBUG" else "WARNING"
    logging.basicConfig(
        level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    for chatty in (
        "httpx",
        "httpcore",
        "telegram",
        "discord",
        "trafilatura",
        "htmldate",
        "aiosqlite",
        "asyncio",
    ):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _say_all(errors: ExceptionGroup[Exception]) -> int:
    """Say what ended the bot's tasks; a fault of ours goes on as it is, with its traceback."""
    expected, faults = errors.split((StorageError, FeedError, OSError))
    if faults is not None or expected is None:
        raise errors
    return _say("\n".join(str(error) for error in _leaves(expected)), FAILED)


def _leaves(errors: ExceptionGroup[Exception]) -> Iterator[Exception]:
    for error in errors.exceptions:
        if isinstance(error, ExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


def _say(words: str, code: int) -> int:
    sys.stderr.write("".join(f"troopwire: {line}\n" for line in words.splitlines()))
    return code
