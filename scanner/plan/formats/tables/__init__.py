"""Plans kept in tables: CSV, TSV, XLSX and Markdown, in layouts of vendors and in those that people make up."""
