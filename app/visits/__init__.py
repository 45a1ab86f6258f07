"""Visit plans and visits."""
