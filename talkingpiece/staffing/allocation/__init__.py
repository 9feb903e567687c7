"""Finding the best joint plan of who takes which case. Knows no database and no words of the field."""
