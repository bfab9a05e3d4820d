"""What a page says in the language of its reader: texts, numbers, dates, whichever label fits."""
