"""Everything that speaks to outlets' servers: the only I/O of the domain."""
