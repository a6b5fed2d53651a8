"""Pictures and documents beside a proposal: adding them to a draft, and showing them to whoever may see the proposal."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from base import clock
from base.enums import ReferenceKind
from base.refusal import Refusal
from base.upload import MemoryOnlyHandler
from participation.models import Draft, Subject
from participation.rules import can_see
from participation.views.draft import may_open
from proposals.actions.attachment import MOST_BYTES, add_attachment, remove_attachment
from proposals.actions.formal_view import may_open_file
from proposals.forms.attachment import AttachmentForm
from proposals.models import Attachment
from proposals.views.consultation_round import round_or_404


def held_in_memory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Of a file that is too big only the size is kept. The token is looked for once the handler is in its place."""

    @csrf_exempt
    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.upload_handlers = [MemoryOnlyHandler(request, MOST_BYTES)]
        answer: HttpResponse = csrf_protect(view)(request, *args, **kwargs)
        return answer

    return inner


@held_in_memory
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attachments(
    request: HttpRequest,
    reference: str,
    key: uuid.UUID,
    kind: str = "proposal",
    write: str = "write_proposal",
    check: str = "check_proposal",
) -> HttpResponse:
    """A page of its own between writing and the check, so that a refused file costs no word of the text. `kind` is the
    form of the draft, `write` and `check` name its pages."""
    consultation_round = round_or_404(reference)
    draft = Draft.objects.filter(key=key, consultation_round=consultation_round, form=kind).first()
    if draft is None or draft.became_id is not None or draft.changes_id is not None:
        return redirect(write, reference, key)
    if not may_open(request, draft):
        raise Http404
    form, status = AttachmentForm(), 200
    if "remove" in request.POST:
        chosen = [one for one in draft.attachments.all() if str(one.key) == request.POST["remove"]]
        for attachment in chosen:
            remove_attachment(attachment=attachment, by=request.user, at=clock.now())
            messages.success(request, _("“%(name)s” is taken away.") % {"name": attachment.name})
        return redirect(request.path)
    if request.method == "POST":
        form = AttachmentForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                added = add_attachment(
                    draft=draft,
                    name=file.name,
                    data=file.read(),
                    description=form.cleaned_data["description"],
                    by=request.user,
                    at=clock.now(),
                )
            except Refusal as refused:
                form.add_error("file", refused.sentence)
            else:
                messages.success(request, _("“%(name)s” is added.") % {"name": added.name})
                return redirect(request.path)
        status = 422
    context = {
        "form": form,
        "draft": draft,
        "attachments": draft.attachments.all(),
        "write_url": reverse(write, args=[reference, key]),
        "check_url": reverse(check, args=[reference, key]),
        "is_public_later": kind == "proposal",
    }
    return render(request, "proposals/attachments.html", context, status=status)


@never_cache
@require_safe
def attachment(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """The file itself, to whoever may see what it belongs to: never public before that is, and hidden with it."""
    found = get_object_or_404(Attachment.objects.select_related("draft", "reference"), key=key)
    if found.draft is not None:
        may_see = may_open(request, found.draft)
    elif found.reference is not None and found.reference.kind == ReferenceKind.FORMAL_VIEW:
        may_see = may_open_file(reference=found.reference, by=request.user, at=clock.now())
    else:
        subject = Subject.objects.filter(reference=found.reference_id).first()
        may_see = subject is not None and can_see(request.user, subject)
    if not may_see:
        raise Http404
    try:
        file = found.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        file, as_attachment=not found.is_picture, filename=found.name, content_type=found.content_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
