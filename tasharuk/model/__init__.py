"""The shapes of all records: the only place where a field is declared."""
