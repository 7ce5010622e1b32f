"""Which sessions are kept: those of the hosts that come most often, and only where they are of use."""

from feeds.polling.sessions import LONGEST, UNTRIED_FOR, Sessions


def visit(sessions: Sessions[str], host: str, now: float, *, knows_us: bool = True) -> bool:
    """Visit a host as a connection does; says whether the session was resumed."""
    offered = sessions.of(host, now) is not None
    is_resumed = offered and knows_us
    if sessions.wants(host, now, was_offered=offered, is_resumed=is_resumed):
        sessions.keep(host, f"a session of {host}", now)
    return is_resumed


def test_host_is_resumed_from_the_second_visit_on() -> None:
    sessions = Sessions[str](2)
    assert [visit(sessions, "a.example", now) for now in (0, 300, 600)] == [False, True, True]


def test_host_shows_its_certificates_again_after_some_hours() -> None:
    sessions = Sessions[str](2)
    times = (0, LONGEST - 300, LONGEST + 1, LONGEST + 300)
    assert [visit(sessions, "a.example", now) for now in times] == [False, True, False, True]


def test_host_that_refuses_a_session_at_once_is_not_tried_again_for_a_day() -> None:
    sessions = Sessions[str](2)
    visit(sessions, "a.example", 0)
    assert not visit(sessions, "a.example", 300, knows_us=False)
    assert len(sessions) == 0
    assert not any(visit(sessions, "a.example", now) for now in range(600, int(UNTRIED_FOR), 3_600))
    assert not visit(sessions, "a.example", UNTRIED_FOR + 301)
    assert visit(sessions, "a.example", UNTRIED_FOR + 601)


def test_host_that_forgets_a_session_after_some_use_gives_a_new_one() -> None:
    sessions = Sessions[str](2)
    visit(sessions, "a.example", 0)
    assert visit(sessions, "a.example", 60)
    assert not visit(sessions, "a.example", 120, knows_us=False)
    assert visit(sessions, "a.example", 180)


def test_round_through_too_many_hosts_still_resumes_as_many_as_there_is_room_for() -> None:
    sessions = Sessions[str](20)
    hosts = [f"{number}.example" for number in range(100)]
    for start in (0, 300, 600, 900):
        resumed = [visit(sessions, host, start + 3 * place) for place, host in enumerate(hosts)]
        assert sum(resumed) == (20 if start else 0)
        assert len(sessions) == 20


def test_host_that_comes_more_often_takes_the_place_of_one_that_comes_seldom() -> None:
    sessions = Sessions[str](1)
    visit(sessions, "seldom.example", 0)
    resumed = [visit(sessions, "often.example", now) for now in (60, 120, 180)]
    assert resumed == [False, False, True]
    assert not visit(sessions, "seldom.example", 300)


def test_host_that_is_met_once_takes_nobody_s_place() -> None:
    sessions = Sessions[str](1)
    visit(sessions, "a.example", 0)
    visit(sessions, "once.example", 200)
    assert visit(sessions, "a.example", 300)


def test_connection_that_began_before_the_session_was_kept_costs_the_host_nothing() -> None:
    sessions = Sessions[str](2)
    visit(sessions, "a.example", 0)
    assert not sessions.wants("a.example", 1, was_offered=False, is_resumed=False)
    assert visit(sessions, "a.example", 300)


def test_hosts_that_do_not_come_back_are_forgotten_when_their_sessions_are_of_no_use() -> None:
    sessions = Sessions[str](1_000)
    for number in range(100):  # a feed that sends us to another host each time
        visit(sessions, f"{number}.example", number * LONGEST / 10)
    assert len(sessions) <= 12
