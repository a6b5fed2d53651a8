"""What each role may do: the one table. `accounts.actions.role.grant_roles` makes the groups exactly so at install.

Model rights are `app.codename`. Page rights hold for a page and all below it; collection rights for all images and
documents. A right that stands here and does not exist stops the install.
"""

from dataclasses import dataclass, field

from accounts.enums import Role

ROOT = "wagtailcore.Page"
AGENDA = "home.AgendaPage"


@dataclass(frozen=True)
class Rights:
    models: frozenset[str] = frozenset()
    # Codenames without `_page`, per kind of page on which they are given: the root page, or every page of a model.
    pages: dict[str, frozenset[str]] = field(default_factory=dict)
    # `app.codename` of images, documents and collections themselves, given on the root of the collections.
    collections: frozenset[str] = frozenset()


ENTER_ADMIN = "wagtailadmin.access_admin"
# What somebody says on paper, by telephone or at a meeting comes in at whichever desk they come to.
ENTER_FOR_SOMEBODY = "participation.enter_subject"

# Photos of what is carried out are the clerk's, those of pages the editor's.
_ADD_IMAGES = frozenset(f"wagtailimages.{act}_image" for act in ("add", "change", "choose"))
_REUSE_ANSWERS = frozenset(f"proposals.{act}_reusableanswer" for act in ("add", "change", "delete"))

_EDITOR = Rights(
    models=frozenset({ENTER_ADMIN, ENTER_FOR_SOMEBODY, "wagtail_localize.submit_translation", "home.view_citation"})
    # The terms of the agenda: renamed and added, never taken away, since versions cite their codes.
    | {f"home.{act}_{model}" for act in ("add", "change") for model in ("actionkind", "featurearea", "targetgroup")}
    | {f"proposals.{act}_glossaryterm" for act in ("add", "change", "delete")}
    | _REUSE_ANSWERS
    | {"proposals.answer_responsedocument", "home.prepare_item", "proposals.add_councilpaper"}
    # Versions cite their codes, too.
    | {"base.add_area", "base.change_area"},
    # A resident's words are read-only in the form of their page, for everybody.
    pages={ROOT: frozenset({"add", "change", "publish", "lock", "unlock"})},
    collections=_ADD_IMAGES | {f"wagtaildocs.{act}_document" for act in ("add", "change", "choose")},
)
_MODERATOR = Rights(
    models=frozenset(
        {
            ENTER_ADMIN,
            ENTER_FOR_SOMEBODY,
            "participation.add_ruling",
            "participation.view_ruling",
            "participation.view_subject",
            "participation.view_comment",
        }
    )
)
_CLERK = Rights(
    models=frozenset(
        {
            ENTER_ADMIN,
            ENTER_FOR_SOMEBODY,
            "participation.count_consultationround",
            "participation.answer_officially",
            # What becomes of a proposal.
            "participation.add_stateevent",
            # What an ordinance lays down for initiatives and challenges, and when terms end.
            "participation.add_ordinance",
            *(f"participation.{act}_equatedday" for act in ("add", "change", "delete")),
            "proposals.add_decision",
            "proposals.view_decision",
            # The way of an item through college and council, and what was promised on it.
            "home.add_itemstate",
            *(f"proposals.add_{one}" for one in ("councilpaper", "councilvote", "councilterm")),
            "proposals.add_officialpublication",
            "proposals.add_commitment",
            "proposals.add_populationfigure",
            # The answer to everything that was said in a round: one offers it, another approves.
            "proposals.answer_responsedocument",
            "proposals.approve_responsedocument",
            # Formal views; who sent them the clerk alone reads, each time with an entry in the audit trail.
            "proposals.add_formalview",
            "proposals.view_formalview",
            "proposals.view_viewsender",
            "base.view_auditentry",
            # One of them asks, another confirms.
            "base.add_redaction",
            "base.change_redaction",
            "base.add_withdrawal",
            "base.change_withdrawal",
            "home.keep_party",
            "accounts.keep_residency",
            "accounts.keep_organisation",
            "home.view_citation",
        }
    )
    | _REUSE_ANSWERS,
    collections=_ADD_IMAGES,
    # The clerk sets rounds up under agenda items, and publishes the version of an item that a decision leads to; the rest of
    # the site is the editors'.
    pages={AGENDA: frozenset({"add", "change", "publish"})},
)
# People are never deleted in the admin: their account is closed, so that what they did keeps its author. Groups are not
# edited there either: the next install would undo it. Whoever needs another right changes this table.
_ADMINISTRATOR = Rights(
    models=_EDITOR.models
    | _MODERATOR.models
    | (_CLERK.models - {"proposals.view_viewsender"})
    | {"accounts.add_user", "accounts.change_user", "accounts.view_user"}
    # Within how many weeks the municipality goes on with an item.
    | {"home.change_wayterms"}
    | {
        f"{app}.{act}_{model}"
        for app, model in (
            ("wagtailcore", "site"),
            ("wagtailcore", "locale"),
            ("wagtailcore", "workflow"),
            ("wagtailcore", "task"),
            ("wagtailredirects", "redirect"),
            ("base", "area"),
        )
        for act in ("add", "change", "delete")
    },
    pages={ROOT: _EDITOR.pages[ROOT] | {"bulk_delete"}},
    collections=_EDITOR.collections
    | {"wagtailimages.delete_image", "wagtaildocs.delete_document"}
    | {f"wagtailcore.{act}_collection" for act in ("add", "change", "delete")},
)

RIGHTS: dict[Role, Rights] = {
    Role.RESIDENT: Rights(),
    Role.EDITOR: _EDITOR,
    Role.MODERATOR: _MODERATOR,
    Role.CLERK: _CLERK,
    Role.PARTY_REPRESENTATIVE: Rights(),
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}
