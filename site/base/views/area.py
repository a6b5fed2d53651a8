from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from base.models import Area


@require_safe
@cache_control(public=True, max_age=3600)
def outlines(request: HttpRequest) -> JsonResponse:
    """The neighbourhoods with an outline, as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "geometry": area.outline,
            "properties": {"code": area.code, "name": area.name, "centre": [area.longitude, area.latitude]},
        }
        for area in Area.objects.exclude(outline=None)
    ]
    return JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json; charset=utf-8"
    )
