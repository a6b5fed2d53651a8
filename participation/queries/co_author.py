from typing import Any

from participation.models import CoAuthor, Comment, Subject


def co_author_of(person: Any, subject: Subject) -> CoAuthor | None:
    """Of prefetched ones without a query."""
    if not person.is_authenticated:
        return None
    return next((one for one in subject.co_authors.all() if one.person_id == person.pk), None)


def leading_author(subject: Subject) -> Any:
    """Who decides about a proposal alone: its author, or once that account is closed the first co-author who has one."""
    if subject.author is not None and subject.author.is_active:
        return subject.author
    people = [one.person for one in subject.co_authors.all()]
    return next((person for person in people if person is not None and person.is_active), subject.author)


def mailed_author(subject: Subject) -> Any:
    """The leading author where a mail reaches them; nobody otherwise."""
    author = leading_author(subject)
    return author if author is not None and _is_reached(author) else None


def is_leading_author(person: Any, subject: Subject) -> bool:
    if person.is_authenticated and subject.author_id == person.pk:
        return True
    leader = leading_author(subject) if person.is_authenticated else None
    return leader is not None and leader.pk == person.pk


def is_author(person: Any, thing: Subject | Comment) -> bool:
    """Whether somebody wrote it, alone or with others."""
    if not person.is_authenticated:
        return False
    if thing.author_id is not None and thing.author_id == person.pk:
        return True
    return isinstance(thing, Subject) and co_author_of(person, thing) is not None


def people_of(thing: Subject | Comment) -> list[Any]:
    """Whom to tell of what concerns it: everybody who wrote it and still has an account, its author first."""
    people = [thing.author]
    if isinstance(thing, Subject):
        people += [one.person for one in thing.co_authors.select_related("person")]
    return [person for person in people if person is not None and _is_reached(person)]


def _is_reached(person: Any) -> bool:
    return bool(person.is_active and person.email)
