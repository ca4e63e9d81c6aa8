"""What a person looks at: a document in the terminal, as an HTML page, and an archive as linked pages."""
