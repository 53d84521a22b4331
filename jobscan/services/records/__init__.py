"""The nouns as programs get them, one file each: what ``--json``, CSV and exports write, in this order of fields."""
