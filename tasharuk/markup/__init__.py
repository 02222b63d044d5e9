"""Markdown: what of it is refused (`check`), its safe HTML (`html`; `simple`, the short way), its bare words."""
