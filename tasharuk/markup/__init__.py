"""Markdown: what of it is refused (`check`), its safe HTML (`html`), its bare words (`words`).

HTML is made by `simple`, the short way, or by the `libraries`.
"""
