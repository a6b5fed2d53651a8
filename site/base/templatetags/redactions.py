from typing import Any

from django import template

from base.queries.record_redaction import explained

register = template.Library()


@register.inclusion_tag("components/taken_out.html")
def taken_out(*references: Any) -> dict[str, Any]:
    """{% taken_out item.reference %}: why words were taken out of what stands beside these things. One query."""
    return {"lines": explained([one.pk for one in references if one])}
