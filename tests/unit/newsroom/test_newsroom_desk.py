"""What a feed holds: the newest, and all that nobody can have missed yet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.newsroom.desk import MAX_ENTRIES, SAFE_SERVINGS, Desk
from tocsin.newsroom.item import Item


def item(name: str, text: str = "") -> Item:
    return Item(id=name, link=None, title=name, text=text)


def ids(desk: Desk) -> tuple[str, ...]:
    return tuple(i.id for i in desk.shown())


def test_newest_first_and_none_leaves_before_it_is_safe() -> None:
    desk = Desk(newest=2)
    for name in "abcd":
        desk.publish(item(name))
    assert ids(desk) == ("d", "c", "b", "a")
    for _ in range(SAFE_SERVINGS):
        desk.served(ids(desk))
    desk.publish(item("e"))
    assert ids(desk) == ("e", "d")


def test_an_edit_replaces_and_comes_to_the_top() -> None:
    desk = Desk(newest=5)
    for name in "ab":
        desk.publish(item(name))
    desk.served(ids(desk))
    version = desk.version
    desk.publish(item("a", "corrected"))
    assert [(i.id, i.text) for i in desk.shown()] == [("a", "corrected"), ("b", "")]
    assert desk.version > version
    assert not desk.all_served()


def test_what_has_no_room_waits_and_comes_in() -> None:
    desk = Desk(newest=2)
    for number in range(MAX_ENTRIES + 10):
        desk.publish(item(str(number)))
    assert ids(desk)[-1] == "0"
    assert len(ids(desk)) == MAX_ENTRIES
    for _ in range(SAFE_SERVINGS):
        desk.served(ids(desk))
    assert ids(desk)[0] == str(MAX_ENTRIES + 9)


@given(st.lists(st.integers(0, 40), max_size=120), st.integers(1, 5))
def test_a_poller_that_comes_whenever_misses_nothing(story: list[int], newest: int) -> None:
    """0 is a poll; any other number publishes that many items."""
    desk, published, heard = Desk(newest), 0, set[str]()
    for step in [*story, 0]:
        if step == 0:
            heard.update(ids(desk))
            desk.served(ids(desk))
            continue
        for _ in range(step):
            desk.publish(item(str(published)))
            published += 1
    while not desk.all_served():
        heard.update(ids(desk))
        desk.served(ids(desk))
    assert len(heard) == published
