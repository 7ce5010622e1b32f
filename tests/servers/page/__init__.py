"""The page on which a developer reads the chats of the local servers, and asks in them."""
