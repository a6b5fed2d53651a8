from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from base.views.demo_mail import only_in_a_demonstration
from home.demo.council import SAYS, address_of, said_at


@never_cache
@require_safe
def demo_council(request: HttpRequest) -> HttpResponse:
    """What the council's information system of a demonstration has. Nowhere else do these pages exist."""
    only_in_a_demonstration()
    records = [(words, address_of(name)) for name, (words, _says) in SAYS.items()]
    return render(request, "home/demo_council.html", {"records": records})


@never_cache
@require_safe
def demo_council_record(request: HttpRequest, name: str) -> JsonResponse:
    only_in_a_demonstration()
    said = said_at(name)
    if said is None:
        raise Http404
    return JsonResponse(said)
