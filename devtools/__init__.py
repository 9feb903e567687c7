"""What `./dev` does. Only the standard library, except where a module says that it runs inside the venv."""
