"""The use cases, a module a command. No printing, no exit codes: the command line and library users call the same functions."""
