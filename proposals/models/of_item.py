from typing import Any

from base.models import Reference


class OfItem:
    """What is about an agenda item, by itself or by its round."""

    about: Any
    about_id: Any
    consultation_round: Any

    @property
    def item(self) -> Reference | None:
        found: Reference | None = self.about or (self.consultation_round.about if self.consultation_round else None)
        return found

    @property
    def item_id(self) -> int | None:
        """Its key, without reading it."""
        found: int | None = self.about_id or (self.consultation_round.about_id if self.consultation_round else None)
        return found
