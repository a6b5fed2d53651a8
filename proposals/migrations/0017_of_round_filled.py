from django.db import migrations

FILL = [
    """
    UPDATE proposals_proposalpage SET consultation_round_id = (
        SELECT subject.consultation_round_id
        FROM participation_subject subject
        JOIN base_reference reference ON reference.id = subject.reference_id
        JOIN wagtailcore_page page ON page.translation_key = reference.translation_key
        WHERE page.id = proposals_proposalpage.page_ptr_id
    )
    """,
    """
    UPDATE proposals_proposaltag SET consultation_round_id = (
        SELECT page.consultation_round_id FROM proposals_proposalpage page
        WHERE page.page_ptr_id = proposals_proposaltag.content_object_id
    )
    """,
]


class Migration(migrations.Migration):
    """By itself: PostgreSQL lays no index on a table in the transaction that wrote its foreign keys."""

    dependencies = [("proposals", "0016_of_round")]

    operations = [migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in FILL]
