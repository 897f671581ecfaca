"""Cases in workbooks: what stands on which sheet, what is read of it, and what is written."""
