"""How a local Telegram turns a request down."""


class Refusal(Exception):
    """A request that Telegram turns down."""

    def __init__(self, status: int, reason: str, **parameters: int) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.parameters = parameters
