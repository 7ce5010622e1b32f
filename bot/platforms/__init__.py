"""One thin file for each chat platform: the only ones that name a chat library."""
