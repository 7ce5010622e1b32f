from bot.render.buttons import usable
from bot.replies import Button


def test_what_a_platform_would_refuse_is_left_out() -> None:
    good = Button(label="More", command="story 1")
    same = Button(label="Again", command="story 1")
    blank = Button(label="\u200b ", command="story 2")
    empty = Button(label="x", command="")
    broken = Button(label="x", command="\ud800")
    long = Button(label="x", command="x" * 99)
    kept = usable((good, same, blank, empty, broken, long), lambda button: len(button.command) < 50)
    assert kept == (good,)


def test_the_order_of_buttons_stays() -> None:
    buttons = tuple(Button(label=name, command=name) for name in ("a", "b", "c", "a"))
    assert usable(buttons, lambda _: True) == buttons[:3]
