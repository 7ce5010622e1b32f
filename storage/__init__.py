"""The state at rest."""
