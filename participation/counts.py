"""The counts of a subject and of a comment, kept by the database itself: no action, no deletion of an account and no command can forget them."""

from base.triggers import Upkeep

SUBJECT, SUPPORT = "participation_subject", "participation_support"
COMMENT, REACTION = "participation_comment", "participation_reaction"


def _on_both(statement: str, **otherwise: tuple[str, str]) -> dict[str, str]:
    """The statement for each kind of database; `otherwise` are the words in braces, for SQLite and for PostgreSQL."""
    return {
        vendor: statement.format(**{name: words[place] for name, words in otherwise.items()})
        for place, vendor in enumerate(("sqlite", "postgresql"))
    }


def _add(column: str, change: str, row: str, table: str = SUBJECT) -> str:
    key = f"{table.removeprefix('participation_')}_id"
    return f"UPDATE {table} SET {column} = {column} {change} WHERE id = {row}.{key}"  # noqa: S608 - no outside text


def _shown(row: str) -> str:
    return f"{row}.moderation = 'visible'"


COUNTS = [
    Upkeep(SUPPORT, "INSERT", "counted", _on_both(_add("supports_here", "+ 1", "NEW"))),
    Upkeep(SUPPORT, "DELETE", "counted", _on_both(_add("supports_here", "- 1", "OLD"))),
    Upkeep(
        SUPPORT,
        "UPDATE",
        "counted",
        _on_both(f"{_add('supports_here', '- 1', 'OLD')}; {_add('supports_here', '+ 1', 'NEW')}"),
        "OLD.subject_id <> NEW.subject_id",
    ),
    Upkeep(COMMENT, "INSERT", "counted", _on_both(_add("visible_comments", "+ 1", "NEW")), _shown("NEW")),
    Upkeep(COMMENT, "DELETE", "counted", _on_both(_add("visible_comments", "- 1", "OLD")), _shown("OLD")),
    Upkeep(
        COMMENT,
        "UPDATE",
        "counted",
        _on_both(
            f"{_add('visible_comments', '- 1', 'OLD')} AND {_shown('OLD')};"
            f" {_add('visible_comments', '+ 1', 'NEW')} AND {_shown('NEW')}"
        ),
        "OLD.subject_id <> NEW.subject_id OR OLD.moderation <> NEW.moderation",
    ),
    Upkeep(REACTION, "INSERT", "counted", _on_both(_add("helpful_count", "+ 1", "NEW", COMMENT))),
    Upkeep(REACTION, "DELETE", "counted", _on_both(_add("helpful_count", "- 1", "OLD", COMMENT))),
    Upkeep(
        SUBJECT,
        "UPDATE",
        "noted",
        _on_both(
            "INSERT INTO participation_countchange (subject_id, supports, comments, written, at)"
            " VALUES (OLD.id, OLD.supports_in_all, OLD.visible_comments, {written}, CURRENT_TIMESTAMP)",
            written=(
                "(SELECT COALESCE(MAX(id), 0) + 1 FROM participation_countchange)",
                "pg_current_xact_id()::text::bigint",
            ),
        ),
        "OLD.supports_in_all <> NEW.supports_in_all OR OLD.visible_comments <> NEW.visible_comments",
    ),
]
