"""What the tests of the whole site share: building, serving and reading it."""
