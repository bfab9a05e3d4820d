"""The dataset described by itself: VoID and DCAT 3, each number counted."""
