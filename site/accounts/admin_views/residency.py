from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.actions.residency import note_residency
from accounts.forms.residency import FindPersonForm, ResidencyForm
from accounts.mails.person import residency_mail
from accounts.residency_rules import KEEP_RESIDENCY, TERM
from base import clock
from base.admin_views import DeskView
from base.refusal import Refusal


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class ResidencyView(DeskView):
    """Somebody shows at the desk that they live here. What was noted is not shown here again."""

    permission = KEEP_RESIDENCY
    page_title = gettext_lazy("Verify a resident")
    header_icon = "user"
    template_name = "accounts/admin/residency.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        find = FindPersonForm(request.GET or None)
        form = None
        if find.is_bound and find.is_valid():
            form = ResidencyForm(mail=find.cleaned_data["mail"])
            if not form.has_choice:
                find.add_error("mail", _("No account has this mail address. Let them sign in once with it first."))
                form = None
        return self.desk(find=find, form=form, term=TERM)

    @sensitive_variables()
    def post(self, request: HttpRequest) -> HttpResponse:
        mail = request.POST.get("mail", "")
        form = ResidencyForm(request.POST, mail=mail)
        find = FindPersonForm({"mail": mail})
        if not form.is_valid():
            return self.desk(422, find=find, form=form, term=TERM)
        given = form.cleaned_data
        try:
            note_residency(
                person=given["person"], born_on=given["born_on"], area=given["area"], by=request.user, at=clock.now()
            )
        except Refusal as refused:
            form.add_error(None, refused.sentence)
            return self.desk(409, find=find, form=form, term=TERM)
        residency_mail(given["person"]).send(fail_silently=True)
        messages.success(request, _("It is noted, and they get a mail about it."))
        return redirect("residency_desk")
