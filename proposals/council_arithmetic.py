"""What a vote of the council comes to, by the law (Gemeentewet 28 to 32). Plain numbers of members, no Django."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Heads:
    """Members in office, those of them who may not take part (28), how the others voted, and seats that nobody held."""

    in_office: int
    barred: int
    in_favour: int
    against: int
    vacant: int = 0

    @property
    def entitled(self) -> int:
        return self.in_office - self.barred

    @property
    def cast(self) -> int:
        return self.in_favour + self.against

    @property
    def is_complete(self) -> bool:
        """All members of whom the council consists cast a vote, but for those who may not take part (32.6, *voltallig*).

        Who is not in office did not vote: with a vacant seat no meeting is complete. The quorum asks only for who is in
        office (29.1).
        """
        return not self.vacant and self.cast == self.entitled

    @property
    def has_quorum(self) -> bool:
        """More than half of the members who may take part did (29.1)."""
        return 2 * self.cast > self.entitled


def outcome_of(heads: Heads, *, was_called: bool, before: Collection[str] = ()) -> str:
    """`adopted`, `rejected`, `tied` or `void`. `before` is what votes on the same paper in earlier meetings came to.

    Without a vote that was asked for it is adopted (32.3). After a void vote no quorum is asked again (29.2). A tie is
    put off to a next meeting, unless the meeting was complete or it was tied before: then it is not adopted (32.4, 32.5).
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
