"""Outlets on a virtual clock, each with a server of its own habits, that note every breach of manners."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from bot.gather import Gatherer
from bot.poll import Poller
from feeds.errors import Busy, FetchError
from feeds.model import FeedSource, Validators
from feeds.polling.fetch import NO_VALIDATORS, Fetched, Fetcher, Gone, NotModified
from feeds.polling.robots import Robots
from feeds.polling.workers import Workers
from storage.store import Store
from tests.samples import HERALD

INTERVAL = timedelta(hours=2)
START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # a Monday
NEVER = datetime.max.replace(tzinfo=UTC)
Answer = Fetched | NotModified | Gone


@dataclass
class Clock:
    """Time that passes when told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


@dataclass
class Server:
    """One feed, a new item `every` so often, answered as the server's habits are; subclasses have others."""

    channel: ClassVar[str] = ""  # elements of the feed's head, such as its ttl
    clock: Clock
    name: str
    priority: bool = False
    every: timedelta = timedelta(hours=6)
    max_age: float | None = None
    visits: list[datetime] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    given: Validators = NO_VALIDATORS  # with the last whole document
    not_before: datetime = START

    @property
    def source(self) -> FeedSource:
        """The feed as a catalogue names it."""
        return FeedSource(url=f"https://{self.name}.example/feed.xml", outlet=HERALD, priority=self.priority)

    def ask(self, url: str, validators: Validators) -> Answer:
        """Answer one request."""
        now = self.clock.now
        self.visits.append(now)
        if now < self.not_before:
            self.breaches.append(f"{self.name}: came at {now}, not before {self.not_before}")
        if validators not in (self.given, NO_VALIDATORS):
            self.breaches.append(f"{self.name}: {validators} were never given together")
        return self.answer(url, validators)

    def answer(self, url: str, validators: Validators) -> Answer:
        """Answer as an honest server does."""
        self.not_before = self.clock.now + timedelta(seconds=self.max_age or 0)
        if validators == self.current:
            return NotModified(url=url, max_age=self.max_age)
        return self.whole(url)

    def whole(self, url: str) -> Fetched:
        """Give the whole document."""
        self.given = self.current
        return Fetched(
            body=self.document().encode(),
            url=url,
            content_type="application/rss+xml",
            validators=self.given,
            max_age=self.max_age,
        )

    @property
    def newest(self) -> int:
        """The number of the newest item."""
        return (self.clock.now - START) // self.every

    @property
    def current(self) -> Validators:
        """What names the document as it is now: quotes and odd dates are part of it."""
        return Validators(etag=f'W/"{self.newest}"', last_modified=f"Mon, 2 Mar 2026 00:{self.newest:02}")

    def document(self) -> str:
        """Give the feed."""
        items = "".join(
            f"<item><guid>{self.name}-{number}</guid><title>Harbour fees, part {number}</title></item>"
            for number in range(self.newest, max(self.newest - 20, -1), -1)
        )
        head = f"<title>{self.name}</title>{self.channel}"
        return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'


class WithTtl(Server):
    """Says in the feed for how long it may be kept: five hours."""

    channel = "<ttl>300</ttl>"

    def answer(self, url: str, validators: Validators) -> Answer:
        """Answer, and expect to be left alone for five hours, also after a "not modified"."""
        answer = super().answer(url, validators)
        self.not_before = self.clock.now + timedelta(hours=5)
        return answer


class Sleeper(Server):
    """Asks in its feed not to be read at night and on Sundays."""

    channel = (
        "<skipHours><hour>0</hour><hour>1</hour><hour>2</hour></skipHours>"
        "<skipDays><day>Sunday</day></skipDays>"
    )

    def answer(self, url: str, validators: Validators) -> Answer:
        """Answer, also when it should not have been asked; the first visit can't know."""
        now = self.clock.now
        if len(self.visits) > 1 and (now.hour < 3 or now.weekday() == 6):
            self.breaches.append(f"{self.name}: came at {now}")
        return super().answer(url, validators)


class Busyness(Server):
    """Asks for three hours of patience each noon, and once, on the tenth day, without saying how long."""

    bare_at: datetime | None = None  # when it last said so

    def answer(self, url: str, validators: Validators) -> Answer:
        """Turn away at noon."""
        now = self.clock.now
        if now.hour == 12:
            self.not_before = now + timedelta(hours=3)
            raise Busy(url, "429", retry_after=3 * 3_600)
        if now >= START + timedelta(days=10) and self.bare_at is None:
            self.bare_at = now
            raise Busy(url, "429", retry_after=None)
        return super().answer(url, validators)


class Mover(Server):
    """Has moved for good on the fifth day; who was sent on three times asks there no more."""

    sent_on = 0

    def answer(self, url: str, validators: Validators) -> Answer:
        """Send on to the new place."""
        new = f"https://{self.name}.example/new.xml"
        if self.clock.now < START + timedelta(days=5) or url == new:
            return super().answer(url, validators)
        self.sent_on += 1
        if self.sent_on > 3:
            self.breaches.append(f"{self.name}: still asked at its old address")
        self.given = self.current
        return Fetched(
            body=self.document().encode(), url=new, content_type="", validators=self.given, moved_to=new
        )


@dataclass
class Emigrant(Server):
    """Sends whoever comes on to another address for good."""

    new: str = ""

    def answer(self, url: str, validators: Validators) -> Answer:
        """Give what the other address gives."""
        del validators
        return replace(self.whole(url), url=self.new, moved_to=self.new)


class Wanderer(Server):
    """Is elsewhere for the moment, now here and now there: nobody may believe that it has moved."""

    def answer(self, url: str, validators: Validators) -> Answer:
        """Send on, not for good; or for good, and each time to another place."""
        if url != self.source.url:
            self.breaches.append(f"{self.name}: asked at {url}")
        answer = super().answer(url, validators)
        if isinstance(answer, Fetched):
            return Fetched(
                body=answer.body,
                url=f"https://{self.name}.example/{len(self.visits) % 2}",
                content_type="",
                validators=answer.validators,
                moved_to=f"https://{self.name}.example/{len(self.visits) % 2}",
            )
        return answer


class Leaver(Server):
    """Is gone on the tenth day."""

    def answer(self, url: str, validators: Validators) -> Answer:
        """Say so, and expect never to be asked again."""
        if self.clock.now < START + timedelta(days=10):
            return super().answer(url, validators)
        self.not_before = NEVER
        return Gone(url=url)


class Invalid(Server):
    """Is down from the tenth to the fourteenth day."""

    def answer(self, url: str, validators: Validators) -> Answer:
        """Fail."""
        if timedelta(days=10) <= self.clock.now - START < timedelta(days=14):
            raise FetchError(url, "no connection")
        return super().answer(url, validators)


class Parrot(Server):
    """Says "not modified" to whoever asks on condition, whatever is new: a fault that some caches have."""

    whole_at: list[datetime] = []  # noqa: RUF012  one server of the kind lives in a test

    def answer(self, url: str, validators: Validators) -> Answer:
        """Repeat itself."""
        if validators != NO_VALIDATORS:
            return NotModified(url=url)
        if self.whole_at and self.clock.now - self.whole_at[-1] < timedelta(days=8):
            self.breaches.append(f"{self.name}: asked for everything at {self.clock.now}")
        self.whole_at = [*self.whole_at, self.clock.now]
        return self.whole(url)


class World(Fetcher):
    """All servers, in place of a network."""

    def __init__(self, servers: list[Server]) -> None:
        super().__init__()
        self._servers = {server.name: server for server in servers}

    async def fetch(self, url: str, validators: Validators = NO_VALIDATORS) -> Answer:
        """Ask the server of an address."""
        name = url.removeprefix("https://").partition(".example")[0]
        return self._servers[name].ask(url, validators)


async def live(store: Store, servers: Sequence[Server], clock: Clock, *, days: int) -> None:
    """Poll on the servers' clock for some days."""
    world = World(list(servers))
    async with Workers() as workers:
        gatherer = Gatherer(store=store, fetcher=world, robots=Robots(world), workers=workers, clock=clock)
        poller = Poller(
            store=store,
            fetcher=world,
            gatherer=gatherer,
            interval=INTERVAL,
            admins=frozenset({"telegram:7"}),
            clock=clock,
        )
        while due := [feed.due for feed in await store.feeds() if not feed.retired]:
            clock.now = max(clock.now, min(due))
            if clock.now > START + timedelta(days=days):
                return
            await poller.run_once()
