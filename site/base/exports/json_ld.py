import json
from typing import Any

from django.conf import settings

from base.citable import declared_fields
from base.citation import cited
from base.enums import ReferenceKind, Shape
from base.models import PublishedVersion


def json_ld(version: PublishedVersion) -> dict[str, Any]:
    """The version in the words of schema.org. The context stands in it, so that nobody has to fetch one."""
    source = cited(version)
    # What a resident asks is no law, and theirs to license.
    is_residents = version.reference.kind == ReferenceKind.PROPOSAL
    described: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "CreativeWork" if is_residents else "Legislation",
        "@id": source.address,
        "name": source.title,
        "legislationIdentifier": source.reference,
        "legislationDateVersion": source.date,
        "version": source.label,
        "inLanguage": source.language,
        "datePublished": version.published_at.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": source.publisher, "url": settings.BASE_URL},
        "isPartOf": {"@id": f"{settings.BASE_URL}{version.reference.lasting_address}"},
        "url": source.address,
        "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": source.sha256},
    }
    if not is_residents:
        described["license"] = {"@id": settings.TEXT_LICENSE}
    if places := [_place(value) for value in _values(version, Shape.PLACE)]:
        described["contentLocation"] = places[0]
    if version.caused_by is not None:
        described["isBasedOn"] = {"@id": f"{settings.BASE_URL}{version.caused_by.lasting_address}"}
    return described


def _values(version: PublishedVersion, shape: Shape) -> list[Any]:
    fields = declared_fields(version.reference.kind)
    return [version.content[one.name] for one in fields if one.shape == shape and version.content.get(one.name)]


def _place(place: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {"@type": "Place"}
    if place.get("words"):
        described["name"] = place["words"]
    geometry = place.get("geometry")
    if geometry and geometry["type"] == "Point":
        longitude, latitude = geometry["coordinates"]
        described["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    elif geometry:
        corners = " ".join(f"{latitude} {longitude}" for longitude, latitude in geometry["coordinates"][0])
        described["geo"] = {"@type": "GeoShape", "polygon": corners}
    return described


def json_ld_text(version: PublishedVersion) -> str:
    return json.dumps(json_ld(version), ensure_ascii=False, indent=2) + "\n"
