"""Tables as papers of the field print them: the option form with states as columns, and the tableau."""
