from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.actions.residency import note_residency
from accounts.forms.residency import FindPersonForm, ResidencyForm
from accounts.mails.person import residency_mail, residency_moved_mail
from accounts.residency_rules import KEEP_RESIDENCY, TERM
from base import clock
from base.admin_views import FormDeskView


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
@method_decorator(sensitive_variables(), name="post")
class ResidencyView(FormDeskView):
    """Somebody shows at the desk that they live here. What was noted is not shown here again."""

    permission = KEEP_RESIDENCY
    page_title = gettext_lazy("Verify a resident")
    header_icon = "user"
    template_name = "accounts/admin/residency.html"
    form_class = ResidencyForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        find = FindPersonForm(request.GET or None)
        form = None
        if find.is_bound and find.is_valid():
            form = ResidencyForm(mail=find.cleaned_data["mail"])
            if not form.has_choice:
                find.add_error("mail", _("No account has this mail address. Let them sign in once with it first."))
                form = None
        return self.desk(find=find, form=form)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"mail": self.request.POST.get("mail", "")}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        find = FindPersonForm({"mail": self.request.POST.get("mail", "")})
        known = super().get_context_data(**{"find": find, "term": TERM} | context)
        if known["form"] is not None:
            known["form"].ask_who()
        return known

    def act(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        noted = note_residency(
            **{name: given[name] for name in ("person", "given_name", "surname", "born_on", "area", "who")},
            by=self.request.user,
            at=clock.now(),
        )
        residency_mail(given["person"]).send(fail_silently=True)
        if noted.taken_from is not None:
            residency_moved_mail(noted.taken_from).send(fail_silently=True)
        return self.done(_("It is noted, and they get a mail about it."), "residency_desk")
