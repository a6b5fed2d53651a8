import hashlib
from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from base.enums import RedactionReason, ReferenceKind, WithdrawalReason
from base.models import (
    Area,
    AuditEntry,
    PublishedVersion,
    RecordRedaction,
    Redaction,
    Reference,
    ReferenceCounter,
    SearchEntry,
    VersionFile,
    VersionText,
    Withdrawal,
)

# One moment for all records: a test that minds the moment says its own.
MOMENT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area

    code = factory.Sequence(lambda n: f"BU{n:08d}")
    name = factory.Sequence(lambda n: f"Buurt {n}")


class ReferenceFactory(DjangoModelFactory):
    """Numbers begin at 1001, clear of those that `allot_reference` gives."""

    class Meta:
        model = Reference

    kind = ReferenceKind.AGENDA_ITEM
    year = 2026
    number = factory.Sequence(lambda n: 1001 + n)
    string = factory.LazyAttribute(lambda reference: f"{reference.kind}-{reference.year}-{reference.number:03d}")
    allotted_at = MOMENT


class ReferenceCounterFactory(DjangoModelFactory):
    class Meta:
        model = ReferenceCounter

    kind = ReferenceKind.AGENDA_ITEM
    year = factory.Sequence(lambda n: 2100 + n)
    last = 0


class PublishedVersionFactory(DjangoModelFactory):
    class Meta:
        model = PublishedVersion

    reference = factory.SubFactory(ReferenceFactory)
    number = 1
    language = "nl"
    sha256 = factory.LazyFunction(lambda: hashlib.sha256(b"{}").hexdigest())
    published_at = MOMENT


class VersionTextFactory(DjangoModelFactory):
    class Meta:
        model = VersionText

    version = factory.SubFactory(PublishedVersionFactory)
    field = "title"
    value = '"Veilig fietsen"'


class VersionFileFactory(DjangoModelFactory):
    class Meta:
        model = VersionFile

    version = factory.SubFactory(PublishedVersionFactory)
    field = "measures"
    name = "original_images/straat.png"


class RedactionFactory(DjangoModelFactory):
    """Asked, and not confirmed yet."""

    class Meta:
        model = Redaction

    version = factory.SubFactory(PublishedVersionFactory)
    field = "title"
    reason = RedactionReason.PRIVACY
    explanation = "Er stond een naam in."
    asked_by = factory.SubFactory("tests.factories.accounts.UserFactory")
    asked_at = MOMENT


class RecordRedactionFactory(DjangoModelFactory):
    """Asked of an item's step, and not confirmed yet."""

    class Meta:
        model = RecordRedaction

    kind = "home.itemstate"
    key = factory.Sequence(lambda n: n + 1)
    written_at = MOMENT
    field = "reason"
    reason = RedactionReason.PRIVACY
    explanation = "Er stond een naam in."
    asked_by = factory.SubFactory("tests.factories.accounts.UserFactory")
    asked_at = MOMENT


class WithdrawalFactory(DjangoModelFactory):
    """Asked, and not confirmed yet."""

    class Meta:
        model = Withdrawal

    version = factory.SubFactory(PublishedVersionFactory)
    reason = WithdrawalReason.ERROR
    explanation = "Het was een concept."
    decided_by = "Het college"
    asked_by = factory.SubFactory("tests.factories.accounts.UserFactory")
    asked_at = MOMENT


class SearchEntryFactory(DjangoModelFactory):
    class Meta:
        model = SearchEntry

    kind = "page"
    thing = factory.Sequence(str)
    source = factory.Sequence(lambda n: n)
    language = "nl"
    title = "Huisregels"
    text = "Wees vriendelijk."


class AuditEntryFactory(DjangoModelFactory):
    class Meta:
        model = AuditEntry

    at = MOMENT
    act = "something_done"
    about = "LEA-2026-001"
