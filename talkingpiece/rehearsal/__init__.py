"""Practice: a group that learns works on a synthetic case, with the product's own pages, in an area of its own."""
