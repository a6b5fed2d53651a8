"""What a dossier says of its values, in the language that is active; and its tables for spreadsheets."""
