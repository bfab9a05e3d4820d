"""What is said in the generated texts, and in which numbers."""
