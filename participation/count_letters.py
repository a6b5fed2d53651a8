"""The mails about a count: to who is asked to certify it or to confirm an act, to clerks when somebody objects, and to who objected."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from base.instants import moment
from base.links import whole
from participation.letters import LetterText, known
from participation.mail_enums import LetterKind
from participation.models import Certification, CountObjection, ObjectionSender, SecondedAct
from participation.objection_links import objection_path
from participation.queries.ballot_box import clerks


def of_certification(certification: Certification) -> Iterator[LetterText]:
    """Staff read the language of the site."""
    if certification.is_whole:
        return
    reference = certification.sheet.consultation_round.reference.string
    for person in filter(None, (certification.asked, certification.deputy)):
        with translation.override(settings.LANGUAGE_CODE):
            yield LetterText(
                kind=LetterKind.CERTIFY,
                what=f"{certification.pk}-{person.pk}",
                to=person.email,
                language=settings.LANGUAGE_CODE,
                headline=_("You are asked to certify the count of %(reference)s") % {"reference": reference},
                paragraphs=[
                    _("%(first)s declared this count right. It is certified once a second person does so too.")
                    % {"first": certification.first},
                    _("Look at the record of the vote first, and then certify it from your own account."),
                ],
                links=[(_("Count and certify:"), whole(reverse("certify_desk", args=[reference])))],
            )


def of_seconded(act: SecondedAct) -> Iterator[LetterText]:
    """To every clerk but who asked. The reason is read at the desk alone."""
    if act.second_at is not None:
        return
    reference = act.consultation_round.reference.string
    for person in clerks().exclude(pk=act.first_id).exclude(email=act.first.email):
        with translation.override(settings.LANGUAGE_CODE):
            yield LetterText(
                kind=LetterKind.SECOND,
                what=f"{act.pk}-{person.pk}",
                to=person.email,
                language=settings.LANGUAGE_CODE,
                headline=_("A second person is asked: %(reference)s") % {"reference": reference},
                paragraphs=[
                    _("%(first)s asked: %(act)s.") % {"first": act.first, "act": act.get_kind_display()},
                    _("Nothing of it is done until somebody else confirms it. Read the reason first."),
                ],
                links=[(_("Read, and confirm or refuse:"), whole(reverse("seconded_desk", args=[reference])))],
            )


def to_clerks(objection: CountObjection) -> Iterator[LetterText]:
    """That somebody objects: one mail a day for each vote, however many do. What against, and who, is read at the desk alone."""
    if objection.ruled_at is not None:
        return
    reference = objection.consultation_round.reference.string
    day = localdate(objection.received_at)
    for person in clerks():
        with translation.override(settings.LANGUAGE_CODE):
            yield LetterText(
                kind=LetterKind.OBJECTED,
                what=f"{objection.consultation_round_id}-{day.isoformat()}-{person.pk}",
                to=person.email,
                language=settings.LANGUAGE_CODE,
                headline=_("Objection %(number)d to the count of %(reference)s came in")
                % {"number": objection.number, "reference": reference},
                paragraphs=[
                    _("Received: %(moment)s.") % {"moment": moment(objection.received_at)},
                    _("The count is certified once every objection has a ruling."),
                    _("If more come in today you get no other mail: all of them stand on the screen."),
                ],
                links=[(_("Read and rule:"), whole(reverse("certify_desk", args=[reference])))],
            )


def of_objection(objection: CountObjection) -> Iterator[LetterText]:
    """The receipt, and later the ruling, to who gave a mail address. Neither name nor objection stand in it."""
    sender = ObjectionSender.objects.filter(objection=objection).exclude(mail="").first()
    if sender is None:
        return
    language = known(objection.language)
    with translation.override(language):
        named = {"number": objection.number, "title": objection.consultation_round.title}
        if objection.ruled_at is None:
            headline = _("We received your objection %(number)d to the count of %(title)s") % named
            said = [_("Received: %(moment)s.") % {"moment": moment(objection.received_at)}]
        else:
            headline = _("Your objection %(number)d to the count of %(title)s was ruled on") % named
            said = [
                _("The ruling: %(ruling)s.") % {"ruling": objection.get_ruling_display()},
                objection.ground,
            ]
        yield LetterText(
            kind=LetterKind.OBJECTION,
            what=f"{objection.pk}-{objection.ruling}",
            to=sender.mail,
            language=language,
            headline=headline,
            paragraphs=[*said, _("Your name and address are not published. Only the clerk can read them.")],
            links=[(_("Your receipt, and the ruling:"), whole(objection_path(objection)))],
        )
