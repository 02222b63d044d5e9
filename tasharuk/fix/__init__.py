"""Safe repairs: a file as people save it comes in, the same file goes out with what has one sure answer put right."""
