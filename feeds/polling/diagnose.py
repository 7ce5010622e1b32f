"""Say to an operator what is wrong with a feed, and what to do about it."""

from feeds.errors import AddressForbidden, Blocked, Busy, FeedError, FetchError, ParseError, ParserKilled

ADVICE: tuple[tuple[type[FeedError], str], ...] = (
    (Blocked, "The outlet does not want to be read by a bot; ask it, or look for another feed of it."),
    (Busy, "It will be asked again later, and less often."),
    (AddressForbidden, "Only public http and https addresses are polled."),
    (ParserKilled, "After the second time the feed is no longer polled."),
    (ParseError, "Open the address in a browser and look for the link to the feed."),
    (FetchError, "It will be tried again, less often each time."),
)


def in_words(error: Exception) -> str:
    """Put an error of a feed's visit into one line: what happened, and what follows."""
    advice = next((words for kind, words in ADVICE if isinstance(error, kind)), "")
    return f"{fault(error)}. {advice}".rstrip()


def fault(error: Exception) -> str:
    """Say what happened, without the address: the reader knows which feed it is about.

    What a server said may be in it; bytes of it that are no text can't be stored and are shown as marks.
    """
    words = error.reason if isinstance(error, FetchError) else str(error)
    words = words.encode("utf-8", "replace").decode()
    return " ".join(words.split())[:300].rstrip(".") or type(error).__name__
