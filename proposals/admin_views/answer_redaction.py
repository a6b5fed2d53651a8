from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base import clock
from base.actions.removal import ASK_REDACTION
from base.admin_views import FormDeskView
from base.forms.removal import RedactionForm
from proposals.actions.answer_redaction import ask_answer_redaction
from proposals.models import ResponseRow
from proposals.models.answer_redaction import Said, document_of, said_at
from proposals.queries.answer_redaction import fields_to_redact
from proposals.queries.response_document import with_contributions


class AnswerRedactionView(FormDeskView):
    """One published answer, or what stands above all of them (0): its words, what of them was taken out or waits for a second person, and how to ask for more."""

    permission = ASK_REDACTION
    page_title = gettext_lazy("Take words out of an answer")
    header_icon = "history"
    template_name = "proposals/admin/answer_redaction.html"
    form_class = RedactionForm

    @cached_property
    def said(self) -> Said:
        said = said_at(self.kwargs["reference"], self.kwargs["number"])
        if said is None or document_of(said).published_at is None:
            raise Http404
        return said

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"names": fields_to_redact(self.said)}

    def act(self, form: Any) -> HttpResponse:
        given = dict(form.cleaned_data)
        fields = given.pop("fields_to_destroy")
        ask_answer_redaction(said=self.said, fields=fields, by=self.request.user, at=clock.now(), **given)
        return self.done(_("Asked. It is carried out when a second person confirms it."), "versions_desk")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        said = self.said
        row = said if isinstance(said, ResponseRow) else None
        return super().get_context_data(
            document=document_of(said),
            row=row,
            contributions=with_contributions([row])[0].contributions if row is not None else [],
            fields=[(label, getattr(said, name)) for name, label in fields_to_redact(said)],
            redactions=said.redactions.select_related("asked_by").order_by("asked_at", "pk"),
            **context,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reference, number = self.kwargs["reference"], self.kwargs["number"]
        return [
            *self.breadcrumbs_items,
            {"url": reverse("versions_desk"), "label": _("Published versions")},
            {"url": "", "label": f"{reference}, {number or _('above the answers')}"},
        ]
