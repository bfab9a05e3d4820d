"""What the rules are: which of them look far, found out once and kept."""
