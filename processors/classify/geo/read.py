"""All places named in an article, recognised and resolved together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from processors.classify.document import Document, Sentence
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.home import Home, home
from processors.classify.geo.mention import Mention
from processors.classify.geo.place import Place
from processors.classify.geo.recognise import recognise
from processors.classify.geo.resolve import resolve
from processors.classify.geo.spans import candidates_of
from processors.classify.text.outlet import outlet_spans

_DATELINE = -2  # index of the dateline's "sentence"
_WORLD_KNOWN = 400_000  # people
_TOWN = 50_000
"""People; so large a place has few namesakes that a gazetteer lacks: `in Kramatorsk` in news of Russian missiles."""


@dataclass(frozen=True, slots=True)
class Places:
    """`by_sentence`: a sentence's index to its mentions in order; `dateline` and `home` as far as known; `labels`: the
    place that the label of a digest's item names, by the indices of the item's sentences."""

    by_sentence: dict[int, tuple[Mention, ...]]
    dateline: Mention | None
    home: Home
    labels: dict[int, Mention] = field(default_factory=dict)

    def of(self, sentence: Sentence) -> tuple[Mention, ...]:
        return self.by_sentence.get(sentence.index, ())

    def around(self, sentences: Sequence[Sentence]) -> Places:
        """As these sentences have them: the label of their item is their dateline."""
        label = self.labels.get(sentences[-1].index) if sentences else None
        return replace(self, dateline=label) if label else self


def read_places(document: Document, gazetteer: Gazetteer) -> Places:
    """Recognises and resolves every place name of `document`."""
    by_sentence = {
        sentence.index: tuple(_recognised(sentence, document, gazetteer)) for sentence in document.all_sentences()
    }
    at_home = home(document.publisher, gazetteer)
    if document.items:
        return Places(by_sentence, None, at_home, _resolved_by_item(document, by_sentence, at_home, gazetteer))
    dateline = _dateline(document, gazetteer)
    mentions = [mention for found in by_sentence.values() for mention in found]
    _resolve(mentions, dateline, at_home, gazetteer)
    return Places(by_sentence, dateline, at_home)


def _resolved_by_item(
    document: Document, by_sentence: dict[int, tuple[Mention, ...]], at_home: Home, gazetteer: Gazetteer
) -> dict[int, Mention]:
    """Each item of a digest by itself, around its label; returns the labels as `Places.labels`."""
    labels = {}
    title = by_sentence.get(-1, ())
    for label, sentences in document.by_item():
        mentions = [mention for sentence in sentences for mention in by_sentence[sentence.index]]
        named = _named(label, gazetteer)
        _resolve([*mentions, *([] if label else title)], named, at_home, gazetteer)
        if named and named.place:
            labels.update(dict.fromkeys((sentence.index for sentence in sentences), named))
    return labels


def _resolve(mentions: list[Mention], dateline: Mention | None, at_home: Home, gazetteer: Gazetteer) -> None:
    if dateline:
        mentions = mentions + [dateline] + ([dateline.parent] if dateline.parent else [])
    resolve(mentions, at_home)
    _drop_stray(mentions, at_home)
    _settle_capitals(mentions, at_home, gazetteer)


def _recognised(sentence: Sentence, document: Document, gazetteer: Gazetteer) -> list[Mention]:
    """Without those in the outlet's own name: `told the Lagos Mail` places nothing in Lagos."""
    found, base = recognise(sentence, document.case, gazetteer), sentence.start
    spans = outlet_spans(sentence, document.publisher) if found else []
    return [m for m in found if not any(start <= m.start - base < end for start, end in spans)]


def _drop_stray(mentions: list[Mention], at_home: Home) -> None:
    """`Mandan` in news of Pakistan is not the one in North Dakota: a lesser place of a country that nothing else in
    the text speaks of is another of the same name, which the gazetteer has not."""
    speaking = [m for m in mentions if _speaks_of(m)]
    if not speaking:
        return
    named = any(m.role != "demonym" for m in speaking)  # else it may be whose missile it was
    towns = [m for m in mentions if _is_large(m.place) and (m.locative or not named)]
    countries = {m.place.country for m in (*speaking, *towns) if m.place} | {at_home.country or ""}
    for mention in mentions:
        place = mention.place
        if place is None or place.country in countries or mention.parent:
            continue
        if place.kind in ("city", "village") and place.population < _WORLD_KNOWN:
            mention.place = None


def _is_large(place: Place | None) -> bool:
    return place is not None and place.kind in ("city", "village") and place.population >= _TOWN


def _speaks_of(mention: Mention) -> bool:
    """Whether the mention tells of its country: a country, a people, a division, a city the world knows, a chain."""
    place = mention.place
    if place is None or place.kind in ("continent", "landmark", "neighbourhood"):
        return False
    if place.kind in ("country", "admin1") or mention.role == "demonym" or mention.sentence == _DATELINE:
        return True
    return mention.parent is not None or place.population >= _WORLD_KNOWN


def _dateline(document: Document, gazetteer: Gazetteer) -> Mention | None:
    """`BAGHDAD` or `HAWTHORNE, Calif.`"""
    if not document.dateline or not document.dateline.place:
        return None
    return _named(document.dateline.place, gazetteer)


def _named(words: str, gazetteer: Gazetteer) -> Mention | None:
    name, _, region = words.partition(",")
    candidates = candidates_of(name.strip(), gazetteer)
    if not candidates:
        return None
    found = Mention(0, 0, name.strip().title(), _DATELINE, candidates, locative=True)
    held_by = candidates_of(region.strip(" ()."), gazetteer) if region.strip() else ()
    if held_by:
        found.parent = Mention(0, 0, region.strip().title(), _DATELINE, held_by, is_parent=True)
    return found


def _settle_capitals(mentions: list[Mention], at_home: Home, gazetteer: Gazetteer) -> None:
    """`The capital` is that of the people before it, else of the country most named, else of the publisher's."""
    countries = Counter(
        mention.place.country
        for mention in mentions
        if mention.place and mention.place.country and mention.role != "government"
    )
    likeliest = countries.most_common(1)[0][0] if countries else at_home.country
    for mention in mentions:
        if mention.role == "capital":
            named = mention.parent.place.country if mention.parent and mention.parent.place else likeliest
            mention.place = gazetteer.capital(named) if named else None
            mention.role = "place"
