"""The menu of commands that a platform shows to its users."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandHelp:
    """One command of the menu: what to type, and what it does."""

    name: str  # at most 32 characters: lower-case letters, digits and "_"
    summary: str  # at most 100 characters
    argument: str = ""  # name of its one argument, "person"; empty when it takes none
    argument_help: str = ""  # at most 100 characters
    completes: bool = False  # there are suggestions for its argument
    administers: bool = False  # changes the chat's settings: only for those who may
    for_admins: bool = False  # only for those who run the bot
    takes_place: bool = False  # can be asked about another chat of the same server: "in:" names it
