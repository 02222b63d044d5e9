"""The codes under which reading reports: what a file can be refused for before anybody looks at what it says."""

from __future__ import annotations

FILE_CODES = frozenset(
    {
        "bad_name",
        "executable_file",
        "folder_for_file",
        "lfs_pointer",
        "media_type",
        "not_a_file",
        "same_name",
        "symlink",
        "too_large",
        "unexpected_file",
        "unreadable",
        "wrong_ending",
    }
)
_TEXT_CODES = {
    "bidi_control",
    "control_character",
    "line_separator",
    "lone_surrogate",
    "not_utf8",
    "not_utf8_utf16",
    "not_utf8_windows",
    "nul_character",
    "tag_character",
}
_FRONT_MATTER_CODES = {"front_matter_missing", "front_matter_open", "front_matter_toml"}
_DOCUMENT_CODES = {
    "alias",
    "anchor",
    "complex_key",
    "directive",
    "duplicate_key",
    "empty_file",
    "empty_key",
    "invisible_in_key",
    "key_not_text",
    "merge_key",
    "not_a_mapping",
    "second_document",
    "tag",
    "too_deep",
    "too_many_values",
}
_SYNTAX_CODES = {
    "syntax_block",
    "syntax_bracket",
    "syntax_character",
    "syntax_colon",
    "syntax_error",
    "syntax_escape",
    "syntax_indentation",
    "syntax_missing_colon",
    "syntax_quote",
    "tab_indentation",
}

READ_CODES: frozenset[str] = frozenset().union(
    FILE_CODES, _TEXT_CODES, _FRONT_MATTER_CODES, _DOCUMENT_CODES, _SYNTAX_CODES
)
