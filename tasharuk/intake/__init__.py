"""The way in at the help desk: a file or zip that the form saved comes in, a branch ready to push goes out."""
