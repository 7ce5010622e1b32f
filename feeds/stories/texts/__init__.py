"""What every reader of a text needs: tokens, sentences, prose told from page debris, phrases found."""
