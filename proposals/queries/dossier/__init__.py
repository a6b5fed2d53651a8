"""The dossier of a round, compiled from its records."""

from proposals.queries.dossier.compiled import Dossier, dossier_of, refusal_of_dossier

__all__ = ["Dossier", "dossier_of", "refusal_of_dossier"]
