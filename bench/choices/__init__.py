"""What was chosen by measurement: which server, which store, how much packing, how much memory."""
