"""The database: engine and units of work, records, journal, migrations, backup."""
