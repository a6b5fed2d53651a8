"""Of a member their answer; of a contact the members of their organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.organisation import accept_membership, end_membership, invite_member
from accounts.forms.organisation import InviteMemberForm
from accounts.mails.person import membership_mail
from accounts.models import Organisation, User
from accounts.organisation_rules import refusal_to_keep
from accounts.queries.organisation import kept_memberships, memberships_of
from base import clock
from base.refusal import Refusal


@login_required
@require_POST
def answer_membership(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)  # noqa: S101 - login_required saw to it
    membership = get_object_or_404(memberships_of(request.user), pk=pk)
    act = accept_membership if "accept" in request.POST else end_membership
    try:
        act(membership=membership, by=request.user, at=clock.now())
    except Refusal as refused:
        messages.error(request, refused.sentence)
    return redirect("my_page")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_members(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    if refusal_to_keep(request.user, organisation):
        raise Http404
    form, status = InviteMemberForm(), 200
    if "end" in request.POST:
        known = kept_memberships(organisation)
        ended = get_object_or_404(known, pk=request.POST["end"] if request.POST["end"].isdecimal() else 0)
        end_membership(membership=ended, by=request.user, at=clock.now())
        return redirect("my_page" if ended.person == request.user else request.path)
    if request.method == "POST":
        form, status = InviteMemberForm(request.POST), 422
        if form.is_valid():
            try:
                membership = invite_member(
                    organisation=organisation,
                    email=form.cleaned_data["email"],
                    is_contact=False,
                    by=request.user,
                    at=clock.now(),
                )
                membership_mail(membership).send(fail_silently=True)
                return redirect(request.path)
            except Refusal as refused:
                form.add_error("email", refused.sentence)
    context = {"organisation": organisation, "form": form, "memberships": kept_memberships(organisation)}
    return render(request, "accounts/organisation.html", context, status=status)
