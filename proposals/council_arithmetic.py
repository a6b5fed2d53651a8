"""What a vote of the council comes to, by the law (Gemeentewet 28 to 32). Plain numbers of members, no Django."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Heads:
    """Members in office, those of them who may not take part (28), and how the others voted."""

    in_office: int
    barred: int
    in_favour: int
    against: int

    @property
    def entitled(self) -> int:
        return self.in_office - self.barred

    @property
    def cast(self) -> int:
        return self.in_favour + self.against

    @property
    def is_complete(self) -> bool:
        """Every member who may take part cast a vote (32.5, *voltallig*)."""
        return self.cast == self.entitled

    @property
    def has_quorum(self) -> bool:
        """More than half of the members who may take part did (29.1)."""
        return 2 * self.cast > self.entitled


def outcome_of(heads: Heads, *, was_called: bool, before: Collection[str] = ()) -> str:
    """`adopted`, `rejected`, `tied` or `void`. `before` is what votes on the same paper in earlier meetings came to.

    Without a vote that was asked for it is adopted (32.3). After a void vote no quorum is asked again (29.3). A tie is
    put off to a next meeting, unless everybody voted or it was tied before: then it is not adopted (32.4, 32.5).
    """
    if not was_called:
        return "adopted"
    if not heads.has_quorum and "void" not in before:
        return "void"
    if heads.in_favour > heads.against:
        return "adopted"
    if heads.in_favour < heads.against:
        return "rejected"
    return "rejected" if heads.is_complete or "tied" in before else "tied"
