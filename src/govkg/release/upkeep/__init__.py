"""What is done to releases after they were published: going back, clearing away."""
