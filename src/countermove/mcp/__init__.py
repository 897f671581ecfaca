"""The program as tools for an assistant: the Model Context Protocol, over standard input and output."""
