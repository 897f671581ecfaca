"""Questions about files, with what is written of a case: case files, evidence, tables, pictures, reports, schemas."""
