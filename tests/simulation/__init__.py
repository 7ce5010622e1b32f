"""The outbox and its delivery on virtual time, in a seeded world that fails in every way it can."""
