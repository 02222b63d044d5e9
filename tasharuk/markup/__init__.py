"""Markdown: what of it is refused (`check`), its safe HTML (`html`), its bare words (`words`)."""
