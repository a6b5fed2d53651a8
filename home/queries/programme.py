from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from base.difference import Piece
from base.enums import Likeness, ReferenceKind
from base.models import PublishedVersion
from base.passages import Passage
from base.queries.verify import all_versions, texts_in_force
from base.wording import Match, WordIndex, Wording, is_short, match, stands_bare
from home.enums import CitationVerdict
from home.programme import FEWEST_WORDS, MOST_CITATIONS, Mention, OutOfTime, Place, Programme, Quote

# From which likeness on (of 100) words are an altered quote: of what is cited, and of anything on the agenda.
ALIKE, _SURELY_ALIKE = 70, 82
# A passage of fewer letters stands in many texts by chance: it is a quote only between quotation marks.
_UNMARKED = 40


@dataclass
class Finding:
    """One citation of a programme and what is the matter with it.

    `cited` is the version that it names, or the one in force; `found` the version in which its words stand; `newer` the
    version that applies now, where that is another.
    """

    place: Place
    start: int
    verdict: CitationVerdict
    words: str = ""
    reference: str = ""
    labels: tuple[str, ...] = ()
    cited: PublishedVersion | None = None
    found: PublishedVersion | None = None
    passage: Passage | None = None
    pieces: list[Piece] = field(default_factory=list)
    newer: PublishedVersion | None = None
    still_there: bool = False
    superseded_by: list[str] = field(default_factory=list)
    withdrawn: PublishedVersion | None = None
    has_redaction: bool = False
    unknown_label: str = ""
    is_unknown_passage: bool = False
    is_other_passage: bool = False

    @property
    def label(self) -> str:
        return ", ".join(self.labels)

    @property
    def is_elsewhere(self) -> bool:
        """Whether the words stand in another text than the one that is named for them."""
        return bool(self.reference and self.found and self.found.reference.string != self.reference)

    @property
    def is_other_version(self) -> bool:
        return bool(
            self.labels
            and not self.is_elsewhere
            and self.found
            and self.found.label not in self.labels
            and not self.unknown_label
        )

    @property
    def difference(self) -> tuple[str, str, str] | None:
        """Reference, old and new version, where something changed since."""
        old = self.found or self.cited
        if old is None or self.newer is None or old.label == self.newer.label or old.is_withdrawn:
            return None
        # A correction of a translation is none of its source.
        label = str(old.number) if self.is_newer_elsewhere else old.label
        return old.reference.string, label, self.newer.label

    @property
    def is_newer_elsewhere(self) -> bool:
        """Whether it is the source of a translation that changed: in another language than the words."""
        old = self.found or self.cited
        return old is not None and self.newer is not None and old.language != self.newer.language


@dataclass(frozen=True)
class Report:
    """All that a programme cites.

    Of quotes without a reference, `short` counts those of too few words to be looked up, and `foreign` those that
    resemble nothing on the agenda. `looked_at` says how many citations were looked at, where there are more.
    """

    findings: list[Finding]
    short: int = 0
    foreign: int = 0
    looked_at: int | None = None

    def counted(self) -> list[tuple[Any, int]]:
        """How many of each verdict, in the order of the verdicts."""
        numbers = Counter(one.verdict for one in self.findings)
        return [(verdict, numbers[verdict]) for verdict in CitationVerdict if numbers[verdict]]

    @property
    def changed(self) -> int:
        return sum(one.newer is not None for one in self.findings)

    @property
    def superseded(self) -> int:
        return sum(bool(one.superseded_by) for one in self.findings)

    @property
    def withdrawn(self) -> int:
        return sum(one.withdrawn is not None for one in self.findings)


def checked(programme: Programme) -> Report:
    """Every reference and every quote of a programme, in its order, held against what was published. Two queries.

    Raises OutOfTime where its deadline passes before the first of them.
    """
    return _Check(programme).report()


class _Check:
    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.in_time = programme.deadline.through
        self.mentions = programme.mentions()
        versions = all_versions({one.reference for one in self.mentions})
        self.in_force = [Wording(one) for one in texts_in_force(ReferenceKind.AGENDA_ITEM)]
        self.by_key = {one.version.pk: one for one in self.in_force}
        self.now = {(one.version.reference_id, one.version.language): one.version for one in self.in_force}
        self.sources = {one.reference_id: one for one in self.now.values() if not one.is_translation}
        self.wordings: dict[str, list[Wording]] = {}
        for version in self.in_time(versions):
            wording = self.by_key.get(version.pk) or Wording(version)
            self.wordings.setdefault(version.reference.string, []).append(wording)
        self.superseded: dict[str, list[str]] = {}
        for one in self.in_time(self.in_force):
            if old := one.version.content.get("supersedes"):
                names = self.superseded.setdefault(str(old), [])
                if one.version.reference.string not in names:
                    names.append(one.version.reference.string)

    @cached_property
    def index(self) -> WordIndex:
        return WordIndex(self.in_time(self.in_force))

    def report(self) -> Report:
        quotes = self.programme.quotes(self.mentions, self._published())
        quoted = {one.mention for one in quotes}
        cited: list[Quote | Mention] = [*quotes, *(one for one in self.mentions if one not in quoted)]
        cited.sort(key=lambda one: one.start)
        findings, short, foreign, looked_at = [], 0, 0, 0
        try:
            for one in self.in_time(cited[:MOST_CITATIONS]):
                if isinstance(one, Mention):
                    findings.append(self._of_mention(one))
                elif one.mention is not None:
                    findings.append(self._of_quote(one, one.mention))
                elif len(one.words.split()) < FEWEST_WORDS:
                    short += 1
                elif (finding := self._of_loose_quote(one)).found is not None:
                    findings.append(finding)
                else:
                    # Words that resemble nothing here were taken from somewhere else, and are no citation of the agenda.
                    foreign += 1
                looked_at += 1
        except OutOfTime:
            if not looked_at:
                raise
        return Report(findings, short, foreign, looked_at if looked_at < len(cited) else None)

    def _published(self) -> set[str]:
        """Passages that may stand in the programme without quotation marks: all that are cited, and whole paragraphs."""
        here = self.programme.bare_paragraphs()
        cited = {
            letters
            for wordings in self.wordings.values()
            for wording in self.in_time(wordings)
            if not wording.version.is_withdrawn
            for letters in wording.bare_texts
        }
        anywhere = {
            letters for wording in self.in_time(self.in_force) for letters in wording.bare_texts if letters in here
        }
        return {letters for letters in cited | anywhere if len(letters) >= _UNMARKED}

    def _of_loose_quote(self, quote: Quote) -> Finding:
        place = self.programme.place(quote.start)
        finding = Finding(place=place, start=quote.start, verdict=CitationVerdict.NOT_FOUND, words=quote.words)
        return self._with(finding, self._anywhere(quote.words, _SURELY_ALIKE))

    def _of_quote(self, quote: Quote, mention: Mention) -> Finding:
        finding = self._of_mention(mention)
        finding.start, finding.place, finding.words = quote.start, self.programme.place(quote.start), quote.words
        ordered = self._in_order(mention)
        found = match(quote.words, ordered)
        if found is None and len(quote.words.split()) >= FEWEST_WORDS:
            named = [one for one in ordered if one.version.label in mention.labels]
            found = (
                self._anywhere(quote.words, None)
                or match(quote.words, named, alike=ALIKE)
                or match(quote.words, ordered, alike=ALIKE)
            )
        if found is None and is_short(quote.words) and finding.verdict != CitationVerdict.UNKNOWN:
            finding.verdict = CitationVerdict.SHORT
            return finding
        finding = self._with(finding, found)
        if mention.passage and found is not None and not finding.is_elsewhere and not finding.is_unknown_passage:
            self._hold_to_passage(finding, found.wording, mention.passage)
        return finding

    @staticmethod
    def _hold_to_passage(finding: Finding, wording: Wording, identifier: str) -> None:
        """Words that stand in the passage that is named are those; words that only stand elsewhere are said to."""
        named = wording.named(identifier)
        if finding.passage in named:
            return
        here = next((one for one in named if stands_bare(finding.words, one.text)), None)
        finding.passage, finding.is_other_passage = (here or finding.passage), here is None

    def _anywhere(self, words: str, alike: int | None) -> Match | None:
        """In the texts that apply now: those that share most of the words."""
        return match(words, self.index.nearest(words), alike=alike)

    def _in_order(self, mention: Mention) -> list[Wording]:
        """The versions in which the words of a reference are looked for: the one it names, the one in force, older ones."""
        readable = [one for one in self.wordings.get(mention.reference, []) if not one.version.is_withdrawn]
        return sorted(
            readable,
            key=lambda one: (
                one.version.label not in mention.labels,
                # Where the very version is named, a translation of it that lags is in force and yet not what is meant.
                one.version.label not in mention.labels and one.version.pk not in self.by_key,
                bool(mention.language) and one.version.language != mention.language,
                # Words that a translation has as well are those of the source.
                one.version.is_translation,
            ),
        )

    def _of_mention(self, mention: Mention) -> Finding:
        finding = Finding(
            place=self.programme.place(mention.start),
            start=mention.start,
            verdict=CitationVerdict.REFERENCE,
            reference=mention.reference,
            labels=mention.labels,
        )
        rows = [one.version for one in self.wordings.get(mention.reference, [])]
        finding.superseded_by = self.superseded.get(mention.reference, [])
        if not rows:
            finding.verdict = CitationVerdict.UNKNOWN
            return finding
        named = [one for one in rows if one.label in mention.labels]
        finding.unknown_label = next((label for label in mention.labels if all(one.label != label for one in rows)), "")
        ordered = [one.version for one in self._in_order(mention)]
        # Without a version, the newest one is meant: if that was withdrawn, nothing applies.
        meant = named or [one for one in rows if one.place == rows[0].place]
        # Of the languages of a version the one that is named, or else its source.
        row = next((one for one in meant if one.language == mention.language), meant[0])
        if row.is_withdrawn:
            finding.withdrawn = row
        finding.cited = ordered[0] if ordered else None
        if finding.unknown_label:
            finding.verdict = CitationVerdict.UNKNOWN
        if mention.passage and finding.cited is not None:
            known = self.wordings[mention.reference]
            shown = next((one for one in known if one.version is finding.cited), None)
            finding.is_unknown_passage = shown is not None and not shown.named(mention.passage)
        finding.has_redaction = any(not one.is_whole for one in meant)
        if named:
            finding.newer = self._newer(finding.cited)
        return finding

    def _with(self, finding: Finding, found: Match | None) -> Finding:
        if found is None:
            if finding.verdict != CitationVerdict.UNKNOWN:
                finding.verdict = CitationVerdict.NOT_FOUND
            return finding
        version = found.wording.version
        finding.found, finding.passage, finding.pieces = version, found.passage, found.pieces
        # What is named and does not exist stays the first thing to say.
        if finding.verdict != CitationVerdict.UNKNOWN:
            finding.verdict = _VERDICTS[found.likeness]
        if not finding.is_elsewhere:
            finding.newer = self._newer(version)
        if finding.newer is not None:
            finding.still_there = self.by_key[finding.newer.pk].has(finding.words)
        if not finding.reference:
            finding.superseded_by = self.superseded.get(version.reference.string, [])
        return finding

    def _newer(self, version: PublishedVersion | None) -> PublishedVersion | None:
        """The text that applies now in the language of a version, where it is a later one that says something else; of a
        translation, otherwise, the source where that went on."""
        if version is None:
            return None
        now = self.now.get((version.reference_id, version.language))
        if now is not None and now.place > version.place and now.sha256 != version.sha256:
            return now
        source = self.sources.get(version.reference_id)
        is_translated = version.is_translation and (now is None or now.is_translation)
        newest = max(version.number, now.number if now is not None else 0)
        return source if is_translated and source is not None and source.number > newest else None


_VERDICTS = {
    Likeness.EXACT: CitationVerdict.EXACT,
    Likeness.SHORTENED: CitationVerdict.SHORTENED,
    Likeness.SPACING: CitationVerdict.SPACING,
    Likeness.ALTERED: CitationVerdict.ALTERED,
}
