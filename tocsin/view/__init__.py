"""What a person sees of a run: board (what happened so far, pure) -> screen (rich) or plain lines; the summary."""
