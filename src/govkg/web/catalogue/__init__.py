"""What crawlers, archives and harvesters come for."""
