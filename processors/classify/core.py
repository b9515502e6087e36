"""One article in, its account and its rejections out: the pure core of the classify stage.

gate -> text -> detect and type -> realis -> incidents -> extract, geo, when -> report
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.classify.decision import story
from processors.classify.decision.fill import shared_out
from processors.classify.decision.wire import Verdict, decided, verdict_on
from processors.classify.detect.mention import Mention, find_mentions
from processors.classify.document import Document
from processors.classify.fingerprint import fingerprint
from processors.classify.gate.language import language_of
from processors.classify.gate.triggers import triggers_of
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.read import Places, read_places
from processors.classify.incidents.apart import told_apart
from processors.classify.incidents.group import group
from processors.classify.incidents.incident import Incident
from processors.classify.incidents.together import told_together
from processors.classify.realis.decide import judge
from processors.classify.report import make_report
from processors.classify.text import read_document, with_all_tokens
from tocsin.contract.article import Article, ArticleRef
from tocsin.contract.identity import rejection_id
from tocsin.contract.rejection import Rejection, Rejections
from tocsin.contract.report import Account, Report
from tocsin.rules import RULES_VERSION


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What reading needs beside the article. One for each thread."""

    gazetteer: Gazetteer

    @classmethod
    def load(cls) -> Knowledge:
        """Raises `GazetteerError` if there is no gazetteer and none can be built."""
        return cls(Gazetteer.ready())


@dataclass(frozen=True, slots=True)
class Classified:
    """`account` is None if there is nothing to say; `language` is None for one that cannot be read."""

    account: Account | None
    rejections: Rejections | None
    language: str | None


def classify(article: Article, knowledge: Knowledge) -> Classified:
    """Never raises for any article. An empty account goes out for an edited or deleted article, so that it replaces
    what an earlier version said."""
    if "deleted" in article.flags:
        return Classified(_account(article, "", (), deleted=True), None, article.language)
    language = language_of(article.title, article.text, article.language)
    triggers = triggers_of(article.text)
    if language is None or not triggers.beside(triggers_of(article.title)).passes:
        return Classified(_nothing(article), None, language)
    document = read_document(article, triggers.offsets)
    mentions = judge(find_mentions(document), document)
    if not mentions:
        return Classified(_nothing(article, document), None, language)
    if document.case == "upper" or any(mention.reason is None and mention.strength for mention in mentions):
        document = with_all_tokens(document)
    mentions, grouped = story.weighed(mentions, group(mentions, document), document)
    verdict = verdict_on(mentions, grouped, document)
    incidents = decided(grouped, mentions, document, verdict)
    if not incidents:
        return Classified(_nothing(article, document), _rejections(article, mentions, (), verdict), language)
    places = read_places(document, knowledge.gazetteer)
    reading = _Reading(article, document, mentions, verdict, places, knowledge.gazetteer)
    incidents, reports = reading.told(incidents)
    account = _account(article, fingerprint(document), reports)
    return Classified(account, _rejections(article, mentions, incidents, verdict), language)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read in an article, of which its incidents are told."""

    article: Article
    document: Document
    mentions: list[Mention]
    verdict: Verdict
    places: Places
    gazetteer: Gazetteer

    def told(self, incidents: list[Incident]) -> tuple[list[Incident], tuple[Report, ...]]:
        """The incidents, told apart and put together, and the report of each."""
        incidents = told_apart(incidents, self.mentions, self.document, self.places)
        reports = self._reports(incidents)
        together = told_together(incidents, reports, self.mentions, self.document)
        return (together, self._reports(together)) if together else (incidents, reports)

    def _reports(self, incidents: list[Incident]) -> tuple[Report, ...]:
        fillers = shared_out(self.verdict, self.document, incidents)
        return tuple(
            make_report(self.article, self.document, incident, ordinal, self.gazetteer, self.places, fillers[ordinal])
            for ordinal, incident in enumerate(incidents)
        )


def _nothing(article: Article, document: Document | None = None) -> Account | None:
    """The empty account of an edited article, None of a new one."""
    if article.version == 1:
        return None
    return _account(article, fingerprint(document) if document else "", ())


def _account(article: Article, text_fingerprint: str, reports: tuple[Report, ...], deleted: bool = False) -> Account:
    return Account(
        article=_reference(article, text_fingerprint), reports=reports, rules_version=RULES_VERSION, deleted=deleted
    )


def _reference(article: Article, text_fingerprint: str = "") -> ArticleRef:
    return ArticleRef(
        id=article.id,
        version=article.version,
        url=article.url,
        title=article.title,
        publisher=article.publisher,
        fetched_at=article.fetched_at,
        origin=article.origin,
        published_at=article.published_at,
        text_fingerprint=text_fingerprint,
    )


def _rejections(
    article: Article, mentions: list[Mention], incidents: Sequence[Incident], verdict: Verdict
) -> Rejections | None:
    """Every mention that is in no incident, with its reason, and its type where that is clear."""
    told = {sentence.index for incident in incidents for sentence in incident.sentences}
    rejected = tuple(
        Rejection(
            id=rejection_id(article.id, article.version, mention.sentence.index),
            sentence=mention.sentence.published(),
            reason=mention.reason or "not_an_incident",
            type=None if mention.type == "other/unknown" or not verdict.names(mention) else mention.type,
        )
        for mention in mentions
        if mention.reason or mention.sentence.index not in told
    )
    if not rejected:
        return None
    return Rejections(article=_reference(article), rejections=rejected, rules_version=RULES_VERSION)
