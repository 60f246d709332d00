"""Days as people here write them, in both languages: day first. Django's own would read 01/12 as 12 January."""
