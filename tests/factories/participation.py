import uuid
from datetime import date, timedelta
from functools import cache

import factory
from factory.django import DjangoModelFactory

from base.enums import ReferenceKind
from participation import models, sealing, server_seal
from participation.codes import new_code
from participation.enums import (
    AnnotationKind,
    AskedKind,
    Eligibility,
    FollowMoment,
    HoldKind,
    Keeping,
    Moderation,
    PhaseKind,
    RoundChangeKind,
    RulingKind,
    State,
)
from participation.letter_codes import code_digest
from participation.life_enums import Body, Feasibility, Instrument, WhoMay
from participation.mail_enums import LetterKind
from participation.queries.invitation import digest_of
from participation.voting_enums import ReplacedBy, SecondedKind, SetAsideGround, VotingChannel
from tests.factories.accounts import UserFactory
from tests.factories.base import MOMENT, PublishedVersionFactory, ReferenceFactory

# What every box of the tests is sealed for; made once, since a passphrase is slow on purpose.
SECRET = bytes(range(sealing.SECRET_BYTES))
SIGNING_KEY, VERIFY_KEY = sealing.new_signing_key()
WORDS = "acht woorden die alleen in tests een stembus openen"


@cache
def locked() -> bytes:
    return sealing.lock(SECRET, WORDS, rounds=1, memory=8192)


class ConsultationRoundFactory(DjangoModelFactory):
    """A round without phases: add them with PhaseFactory, or open a vote by `with_vote=True`."""

    class Meta:
        model = models.ConsultationRound
        skip_postgeneration_save = True

    class Params:
        with_budget = factory.Trait(method="greedy", budget=100_000)
        with_vote = factory.Trait(
            voting_phase=factory.RelatedFactory(
                "tests.factories.participation.PhaseFactory", "consultation_round", kind=PhaseKind.VOTE
            )
        )

    reference = factory.SubFactory(ReferenceFactory, kind=ReferenceKind.CONSULTATION_ROUND)
    title = factory.Sequence(lambda n: f"Ronde {n}")
    language = "nl"
    method = "approval"
    eligibility = Eligibility.SIGNED_IN
    put_in_force_at = MOMENT


class PhaseFactory(DjangoModelFactory):
    class Meta:
        model = models.Phase
        skip_postgeneration_save = True

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    kind = PhaseKind.COLLECT
    starts_at = MOMENT
    ends_at = factory.LazyAttribute(lambda phase: phase.starts_at + timedelta(days=14))

    @factory.post_generation
    def box(self, create, wanted, **kwargs):
        """A vote has its box, but for `box=False`."""
        if create and self.kind == PhaseKind.VOTE and wanted is not False:
            BallotBoxFactory(consultation_round=self.consultation_round)


def withdrawal_of(written):
    """The moment that what was withdrawn has, and nothing else."""
    return MOMENT if written.moderation == Moderation.WITHDRAWN else None


class SubjectFactory(DjangoModelFactory):
    class Meta:
        model = models.Subject

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    reference = factory.SubFactory(ReferenceFactory, kind=ReferenceKind.PROPOSAL)
    author = factory.SubFactory(UserFactory)
    label = factory.Sequence(lambda n: f"Voorstel {n}")
    language = "nl"
    cost = 10_000
    moderation = Moderation.VISIBLE
    withdrawn_at = factory.LazyAttribute(lambda subject: withdrawal_of(subject))
    submitted_at = MOMENT


class CoAuthorFactory(DjangoModelFactory):
    class Meta:
        model = models.CoAuthor

    subject = factory.SubFactory(SubjectFactory)
    person = factory.SubFactory(UserFactory)
    name = factory.SelfAttribute("person.display_name")
    at = MOMENT


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = models.Invitation

    subject = factory.SubFactory(SubjectFactory)
    email = factory.Sequence(lambda n: f"gevraagd{n}@example.nl")
    email_digest = factory.LazyAttribute(lambda invitation: digest_of(invitation.email))
    language = "nl"
    invited_by = factory.SelfAttribute("subject.author")
    invited_at = MOMENT
    expires_at = factory.LazyAttribute(lambda invitation: invitation.invited_at + timedelta(days=14))


class ScanFactory(DjangoModelFactory):
    class Meta:
        model = models.Scan

    subject = factory.SubFactory(SubjectFactory)
    extension = "pdf"
    file = factory.django.FileField(filename="brief.pdf", data=b"%PDF-1.4")
    sha256 = "0" * 64
    added_at = MOMENT


class ChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.Change

    subject = factory.SubFactory(SubjectFactory)
    words = factory.LazyFunction(lambda: {"title": "Een ander bankje"})
    note = "Een ander bankje."
    made_at = MOMENT


class PaperSupportFactory(DjangoModelFactory):
    class Meta:
        model = models.PaperSupport

    subject = factory.SubFactory(SubjectFactory)
    signatures = 45
    checked = 40
    received_at = MOMENT
    reason = "Elke tiende handtekening nagekeken."
    by = factory.SubFactory(UserFactory)
    at = MOMENT


class MergeFactory(DjangoModelFactory):
    class Meta:
        model = models.Merge

    kept = factory.SubFactory(SubjectFactory)
    reason = "Ze vragen hetzelfde."
    by = factory.SubFactory(UserFactory)
    at = MOMENT


class MergeAnswerFactory(DjangoModelFactory):
    class Meta:
        model = models.MergeAnswer

    merge = factory.SubFactory(MergeFactory)
    subject = factory.SubFactory(SubjectFactory)


class RelationFactory(DjangoModelFactory):
    class Meta:
        model = models.Relation

    one = factory.SubFactory(SubjectFactory)
    other = factory.SubFactory(SubjectFactory)
    by = factory.SubFactory(UserFactory)
    at = MOMENT


class OrdinanceFactory(DjangoModelFactory):
    """Of a standing round in which people propose and support, always; add what else it lays down."""

    class Meta:
        model = models.Ordinance
        skip_postgeneration_save = True

    consultation_round = factory.SubFactory(ConsultationRoundFactory, method="", is_standing=True)
    instrument = Instrument.INITIATIVE
    name = "Verordening burgerinitiatief 2026"
    url = "https://lokaleregelgeving.example/CVDR1"
    applies_from = date(2026, 1, 1)
    body = Body.COUNCIL
    who = WhoMay.RESIDENTS
    decision_weeks = 12
    grounds = factory.LazyFunction(lambda: ["not-competent", "decided"])
    recorded_at = MOMENT

    @factory.post_generation
    def phases(self, create, wanted, **kwargs):
        if create and not self.consultation_round.phases.exists():
            for kind in (PhaseKind.COLLECT, PhaseKind.SUPPORT):
                PhaseFactory(
                    consultation_round=self.consultation_round,
                    kind=kind,
                    starts_at=MOMENT.replace(month=1),
                    ends_at=None,
                )


class OrdinanceEndFactory(DjangoModelFactory):
    class Meta:
        model = models.OrdinanceEnd

    ordinance = factory.SubFactory(OrdinanceFactory)
    reason = "Van een andere ronde."
    at = MOMENT


class StateEventFactory(DjangoModelFactory):
    class Meta:
        model = models.StateEvent

    subject = factory.SubFactory(SubjectFactory)
    state = State.PUBLISHED
    at = MOMENT


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Assessment

    subject = factory.SubFactory(SubjectFactory)
    department = "Openbare ruimte"
    feasible = Feasibility.YES
    reason = "Er is plaats voor."
    at = MOMENT


class SupportFactory(DjangoModelFactory):
    class Meta:
        model = models.Support

    subject = factory.SubFactory(SubjectFactory)
    supporter = factory.SubFactory(UserFactory)
    given_at = MOMENT


class CountChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.CountChange

    subject = factory.SubFactory(SubjectFactory)
    supports = 1
    comments = 0
    written = factory.Sequence(lambda n: n + 1)
    at = MOMENT


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = models.Comment

    subject = factory.SubFactory(SubjectFactory)
    author = factory.SubFactory(UserFactory)
    author_name = factory.SelfAttribute("author.display_name")
    text = factory.Sequence(lambda n: f"Reactie {n}")
    language = "nl"
    moderation = Moderation.VISIBLE
    withdrawn_at = factory.LazyAttribute(lambda comment: withdrawal_of(comment))
    posted_at = MOMENT


class ReactionFactory(DjangoModelFactory):
    class Meta:
        model = models.Reaction

    comment = factory.SubFactory(CommentFactory)
    person = factory.SubFactory(UserFactory)
    given_at = MOMENT


class EarlierTextFactory(DjangoModelFactory):
    class Meta:
        model = models.EarlierText

    comment = factory.SubFactory(CommentFactory)
    text = factory.Sequence(lambda n: f"Eerder {n}")
    replaced_at = MOMENT


class MentionStopFactory(DjangoModelFactory):
    class Meta:
        model = models.MentionStop

    person = factory.SubFactory(UserFactory)
    at = MOMENT


class RulingFactory(DjangoModelFactory):
    class Meta:
        model = models.Ruling

    subject = factory.SubFactory(SubjectFactory)
    kind = RulingKind.PUBLISH
    by = factory.SubFactory(UserFactory)
    at = MOMENT


class ReportFactory(DjangoModelFactory):
    """By somebody without an account; of a comment by `subject=None, comment=…`."""

    class Meta:
        model = models.Report

    subject = factory.SubFactory(SubjectFactory)
    ground = "insult"
    why = "Het scheldt."
    address = "https://leerstad.example/nl/"
    mail = factory.Sequence(lambda n: f"melder{n}@example.nl")
    in_good_faith = True
    language = "nl"
    digest = factory.LazyFunction(lambda: uuid.uuid4().hex)
    received_at = MOMENT


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = models.Claim

    subject = factory.SubFactory(SubjectFactory)
    by = factory.SubFactory(UserFactory)
    until = MOMENT


class HoldFactory(DjangoModelFactory):
    class Meta:
        model = models.Hold

    subject = factory.SubFactory(SubjectFactory, moderation=Moderation.AWAITING)
    kind = HoldKind.LINK
    found = "https://"
    at = MOMENT


class ModerationHoursFactory(DjangoModelFactory):
    class Meta:
        model = models.ModerationHours

    pk = 1
    hours = factory.LazyFunction(lambda: [[day, "09:00", "17:00"] for day in range(5)])


class HeldWordFactory(DjangoModelFactory):
    class Meta:
        model = models.HeldWord

    text = factory.Sequence(lambda n: f"woord{n}")


class AppealFactory(DjangoModelFactory):
    class Meta:
        model = models.Appeal

    ruling = factory.SubFactory(RulingFactory, kind=RulingKind.HIDE, ground="insult", reason="Het scheldt.")
    person = factory.SelfAttribute("ruling.subject.author")
    why = "Het is kritiek."
    language = "nl"
    made_at = MOMENT
    ruled_by = factory.SelfAttribute("ruling.by")


class LetterFactory(DjangoModelFactory):
    class Meta:
        model = models.Letter

    kind = LetterKind.STATEMENT
    what = factory.Sequence(str)
    at = MOMENT


class RollEntryFactory(DjangoModelFactory):
    class Meta:
        model = models.RollEntry

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    person = factory.SubFactory(UserFactory)
    channel = VotingChannel.WEB


class JoinedIdentifierFactory(DjangoModelFactory):
    class Meta:
        model = models.JoinedIdentifier

    roll_entry = factory.SubFactory(RollEntryFactory)
    consultation_round = factory.SelfAttribute("roll_entry.consultation_round")
    identifier = factory.Sequence(lambda n: f"N-{n}")


class ElectoralRollFactory(DjangoModelFactory):
    class Meta:
        model = models.ElectoralRoll

    consultation_round = factory.SubFactory(ConsultationRoundFactory)


class RollRemovalFactory(DjangoModelFactory):
    class Meta:
        model = models.RollRemoval

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    line = factory.Sequence(lambda n: 10_000_000 + n)
    reason = "Verhuisd."
    at = MOMENT


class VotingLetterFactory(DjangoModelFactory):
    """A letter with the code `code`, of somebody who is on the roll without an account."""

    class Meta:
        model = models.VotingLetter
        exclude = ("roll", "code")

    roll_entry = factory.SubFactory(
        RollEntryFactory,
        person=None,
        identifier=factory.Sequence(lambda n: f"kiezer-{n}"),
        channel=VotingChannel.LETTER,
    )
    roll = factory.LazyAttribute(
        lambda letter: models.ElectoralRoll.objects.get_or_create(
            consultation_round=letter.roll_entry.consultation_round
        )[0]
    )
    code = factory.LazyFunction(new_code)
    digest = factory.LazyAttribute(lambda letter: code_digest(letter.code, letter.roll.salt))
    language = "nl"
    issued_at = MOMENT


class VotingHelpFactory(DjangoModelFactory):
    class Meta:
        model = models.VotingHelp

    language = "nl"
    telephone = "14 0123"
    desk = "Stadhuis, op werkdagen van 9.00 tot 17.00 uur"
    help_point = "Bibliotheek aan de Kade, elke dag"


class PaperBatchFactory(DjangoModelFactory):
    class Meta:
        model = models.PaperBatch

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    channel = VotingChannel.PAPER
    papers = 1
    received_at = made_at = MOMENT
    extension = "pdf"
    scan = factory.django.FileField(filename="scan.pdf", data=b"%PDF-1.7")
    sha256 = "0" * 64


class PaperReadingFactory(DjangoModelFactory):
    class Meta:
        model = models.PaperReading

    batch = factory.SubFactory(PaperBatchFactory)
    place = turn = 1
    reader = factory.SubFactory(UserFactory)
    sealed = factory.LazyFunction(lambda: server_seal.keep(b'["w-1", {}]'))


class PollBookEntryFactory(DjangoModelFactory):
    class Meta:
        model = models.PollBookEntry

    roll_entry = factory.SubFactory(RollEntryFactory)
    consultation_round = factory.SelfAttribute("roll_entry.consultation_round")
    cast_at = MOMENT


class BallotBoxFactory(DjangoModelFactory):
    """A tested box that WORDS open."""

    class Meta:
        model = models.BallotBox

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    keeping = Keeping.PASSPHRASE
    public_key = sealing.public_key(SECRET)
    locked_key = factory.LazyFunction(locked)
    signing_key = factory.LazyFunction(lambda: server_seal.keep(SIGNING_KEY))
    verify_key = VERIFY_KEY
    made_at = tested_at = MOMENT


class RoundChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.RoundChange

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    kind = RoundChangeKind.PAUSED
    reason = "De zaal staat onder water."
    at = MOMENT


class RoundRulesFactory(DjangoModelFactory):
    class Meta:
        model = models.RoundRules

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    text = "{}"
    sha256 = "0" * 64
    in_force_at = MOMENT


class BoxHolderFactory(DjangoModelFactory):
    class Meta:
        model = models.BoxHolder

    box = factory.SubFactory(BallotBoxFactory, keeping=Keeping.PARTS, needed=2, locked_key=b"")
    person = factory.SubFactory(UserFactory)
    part_digest = "0" * 64


class HeadFactory(DjangoModelFactory):
    class Meta:
        model = models.Head

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    at = MOMENT
    content = "{}"
    sha256 = "0" * 64
    signature = "0" * 128


class CastingFactory(DjangoModelFactory):
    class Meta:
        model = models.Casting

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    envelope = factory.LazyFunction(lambda: uuid.uuid4().hex * 2)


class EnvelopeFactory(DjangoModelFactory):
    class Meta:
        model = models.Envelope

    poll_book_entry = factory.SubFactory(PollBookEntryFactory)
    sealed = factory.LazyFunction(lambda: sealing.seal(sealing.public_key(SECRET), "{}", 64))


class ReplacedBallotFactory(DjangoModelFactory):
    class Meta:
        model = models.ReplacedBallot

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    replaced_by = ReplacedBy.NEW_CODE


class OpenedEnvelopeFactory(DjangoModelFactory):
    class Meta:
        model = models.OpenedEnvelope

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    sealed = b"sealed"


class SetAsideEnvelopeFactory(DjangoModelFactory):
    class Meta:
        model = models.SetAsideEnvelope

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    ground = SetAsideGround.UNREADABLE


class IncidentFactory(DjangoModelFactory):
    class Meta:
        model = models.Incident

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    happened_at = entered_at = MOMENT
    what = "De site was tien minuten onbereikbaar."
    done = "Het stemmen is niet verlengd."


class CountObjectionFactory(DjangoModelFactory):
    class Meta:
        model = models.CountObjection

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = "Mijn stem staat niet in de lijst."
    language = "nl"
    received_at = MOMENT


class ObjectionSenderFactory(DjangoModelFactory):
    class Meta:
        model = models.ObjectionSender

    objection = factory.SubFactory(CountObjectionFactory)
    name = "Noor"
    address = "Dorpsstraat 1"


class BallotFactory(DjangoModelFactory):
    class Meta:
        model = models.Ballot

    consultation_round = factory.SubFactory(ConsultationRoundFactory)


class TallySheetFactory(DjangoModelFactory):
    class Meta:
        model = models.TallySheet

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    rule = "approval"
    tie_rule = "lower-cost"
    counted_at = MOMENT
    cast = 0
    blank = 0
    outcome = factory.LazyFunction(dict)
    sha256 = "0" * 64


class CertificationFactory(DjangoModelFactory):
    class Meta:
        model = models.Certification

    sheet = factory.SubFactory(TallySheetFactory)
    first = factory.SubFactory(UserFactory)
    second = None
    asked = factory.LazyAttribute(lambda one: one.second or UserFactory())
    first_at = MOMENT
    recount_sha256 = "0" * 64


class SecondedActFactory(DjangoModelFactory):
    class Meta:
        model = models.SecondedAct

    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    kind = SecondedKind.DESTROY
    reason = "Niemand kan meer bezwaar maken."
    first = factory.SubFactory(UserFactory)
    first_at = MOMENT


class RecountFactory(DjangoModelFactory):
    class Meta:
        model = models.Recount

    sheet = factory.SubFactory(TallySheetFactory)
    by = factory.SubFactory(UserFactory)
    asked = factory.SubFactory(UserFactory)
    language = "nl"
    begun_at = MOMENT


class TallyLineFactory(DjangoModelFactory):
    class Meta:
        model = models.TallyLine

    sheet = factory.SubFactory(TallySheetFactory)
    subject = factory.SubFactory(SubjectFactory, consultation_round=factory.SelfAttribute("..sheet.consultation_round"))
    score = 0


class ResultBundleFactory(DjangoModelFactory):
    class Meta:
        model = models.ResultBundle

    sheet = factory.SubFactory(TallySheetFactory)
    file = "bundles/bundle.zip"
    size = 0
    sha256 = "0" * 64
    made_at = MOMENT


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = models.Draft

    owner = factory.SubFactory(UserFactory)
    form = "proposal"
    consultation_round = factory.SubFactory(ConsultationRoundFactory)
    data = factory.LazyFunction(dict)
    language = "nl"
    saved_at = MOMENT


class OriginFactory(DjangoModelFactory):
    class Meta:
        model = models.Origin

    source = "another-city"
    kind = "proposal"
    identifier = factory.LazyFunction(lambda: uuid.uuid4().hex)
    record = factory.LazyFunction(dict)
    subject = factory.SubFactory(SubjectFactory)


class FollowFactory(DjangoModelFactory):
    """A mail address that was confirmed; of somebody with an account by `person=…, address=""`."""

    class Meta:
        model = models.Follow

    reference = factory.SubFactory(ReferenceFactory)
    address = factory.Sequence(lambda n: f"volger{n}@example.nl")
    language = "nl"
    asked_at = MOMENT
    confirmed_at = MOMENT


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = models.Notice

    follow = factory.SubFactory(FollowFactory)
    moment = FollowMoment.VERSION
    what = factory.Sequence(str)
    claim = factory.LazyFunction(uuid.uuid4)
    at = MOMENT


class AnnotationFactory(DjangoModelFactory):
    """A reaction to the whole of a text; to a passage by `passage="p-…"`."""

    class Meta:
        model = models.Annotation

    comment = factory.SubFactory(CommentFactory)
    version = factory.SubFactory(PublishedVersionFactory)
    kind = AnnotationKind.REMARK


class QuestionnaireFactory(DjangoModelFactory):
    class Meta:
        model = models.Questionnaire

    consultation_round = factory.SubFactory(ConsultationRoundFactory)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = models.Question

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    place = factory.Sequence(lambda n: n)
    kind = AskedKind.CHOICE
    language = "nl"
    words = factory.LazyFunction(
        lambda: {"nl": {"label": "Waar stopt de bus?", "choices": ["Plein", "School"], "low": "", "high": ""}}
    )


class AnswerSheetFactory(DjangoModelFactory):
    class Meta:
        model = models.AnswerSheet

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    person = factory.SubFactory(UserFactory)
    language = "nl"
    sent_at = MOMENT


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = models.Answer

    sheet = factory.SubFactory(AnswerSheetFactory)
    question = factory.SubFactory(QuestionFactory, questionnaire=factory.SelfAttribute("..sheet.questionnaire"))
    value = 0


class EquatedDayFactory(DjangoModelFactory):
    class Meta:
        model = models.EquatedDay

    # Of a year that the program knows no decree of.
    day = factory.Sequence(lambda n: date(2041, 1, 1) + timedelta(days=n))
    decree = "Stcrt. 2040, 1"
