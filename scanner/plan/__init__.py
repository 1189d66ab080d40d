"""The tracking plan: its records, its formats, and how names in code are matched with it."""
