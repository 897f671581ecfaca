"""The file of another program, `.gmcr`, both ways: into a case, and out of one."""
