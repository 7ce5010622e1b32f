"""The domain: from a feed to a story."""
