"""HXL 1.1 hashtags of the columns, in one place: first what all tables share, then each table's own.

Source: the HXL core schema 1.1. A column without a tag is left alone by programs that read HXL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tasharuk.export.tables import Table

_SHARED: Mapping[str, str] = {
    "organization": "#org+code",
    "organization_name": "#org+name+i_ar",
    "organizations": "#org+code+list",
    "organizations_name": "#org+name+list+i_ar",
    "sector": "#sector+code",
    "sector_name": "#sector+name+i_ar",
    "sector_name_en": "#sector+name+i_en",
    "sectors": "#sector+code+list",
    "sectors_name": "#sector+name+list+i_ar",
    "sectors_name_en": "#sector+name+list+i_en",
    "governorate": "#adm1+code+v_tasharuk",
    "governorate_name": "#adm1+name+i_ar",
    "governorate_name_en": "#adm1+name+i_en",
    "governorate_pcode": "#adm1+code+v_pcode",
    "governorates": "#adm1+code+list+v_tasharuk",
    "governorates_name": "#adm1+name+list+i_ar",
    "governorates_name_en": "#adm1+name+list+i_en",
    "governorates_pcode": "#adm1+code+list+v_pcode",
    "districts": "#adm2+code+list+v_pcode",
    "districts_name": "#adm2+name+list+i_ar",
    "districts_name_en": "#adm2+name+list+i_en",
    "localities": "#loc+name+list+i_ar",
    "place": "#loc+name+i_ar",
    "target_groups": "#targeted+code+list",
    "target_groups_name": "#targeted+name+list+i_ar",
    "target_groups_name_en": "#targeted+name+list+i_en",
    "summary": "#description+summary+i_ar",
    "standing": "#status+trust",
    "updated": "#date+updated",
    "example": "#meta+example",
    "url": "#meta+url",
}
_PERIOD: Mapping[str, str] = {"start": "#date+start", "end": "#date+end"}
_ACTIVITY: Mapping[str, str] = {
    "slug": "#activity+code",
    "title": "#activity+name+i_ar",
    "kind": "#activity+type",
}
_NEED: Mapping[str, str] = {
    "title": "#item+name+i_ar",
    "kind": "#item+type",
    "quantity": "#item+num",
    "unit": "#item+unit",
    "met": "#item+num+met",
    "urgency": "#severity+code",
    "posted": "#date+start",
    "expires": "#date+end",
}
TAGS: Mapping[str, Mapping[str, str]] = {
    "organizations": {
        "slug": "#org+code",
        "name": "#org+name+i_ar",
        "name_en": "#org+name+i_en",
        "name_ku": "#org+name+i_ku",
        "acronym": "#org+acronym",
        "aliases": "#org+name+alt+list",
        "legal_form": "#org+type+code",
        "legal_form_name": "#org+type+name+i_ar",
        "legal_form_name_en": "#org+type+name+i_en",
        "parent": "#org+code+parent",
        "founded": "#date+founded",
        "registration_number": "#org+code+registration",
        "registration_date": "#date+registration",
        "registration_licence_expires": "#date+end+licence",
        "status": "#status+org",
        "headquarters": "#adm1+code+headquarters+v_tasharuk",
        "headquarters_name": "#adm1+name+headquarters+i_ar",
        "headquarters_name_en": "#adm1+name+headquarters+i_en",
        "headquarters_pcode": "#adm1+code+headquarters+v_pcode",
        "contacts_phones": "#contact+phone+list",
        "contacts_whatsapp": "#contact+phone+whatsapp",
        "contacts_email": "#contact+email",
        "contacts_website": "#contact+url",
        "contacts_address": "#contact+address",
        "staff": "#capacity+num+staff",
        "volunteers": "#capacity+num+volunteers",
        "members": "#capacity+num+members",
    },
    "campaigns": {
        "slug": "#activity+code",
        "title": "#activity+name+i_ar",
        "initiative": "#activity+code+parent",
        "project": "#activity+code+project",
        "goal_value": "#value+goal",
        "goal_currency": "#currency+code+goal",
        "pledged_value": "#value+pledged",
        "pledged_currency": "#currency+code+pledged",
        "received_value": "#value+received",
        "received_currency": "#currency+code+received",
        "spent_value": "#value+spent",
        "spent_currency": "#currency+code+spent",
        "as_of": "#date+figures",
        "state": "#status+activity",
        **_PERIOD,
    },
    "projects": {
        **_ACTIVITY,
        **_PERIOD,
        "status": "#status+activity",
        "initiative": "#activity+code+parent",
        "budget_value": "#value+budget",
        "budget_currency": "#currency+code+budget",
        "beneficiaries_planned": "#targeted+num+ind",
        "beneficiaries_reached": "#reached+num+ind",
    },
    "posts": {
        **_ACTIVITY,
        "date": "#date+occurred",
        "project": "#activity+code+project",
        "campaign": "#activity+code+campaign",
    },
    "opportunities": {**_ACTIVITY, "posted": "#date+start", "deadline": "#date+end", "open": "#status+open"},
    "needs": {**_NEED, "title": "#need+item+name+i_ar", "kind": "#need+item+type"},
    "offers": {**_NEED, "title": "#capacity+item+name+i_ar", "kind": "#capacity+item+type"},
    "initiatives": {
        "slug": "#activity+code",
        "title": "#activity+name+i_ar",
        "lead": "#org+name+lead+i_ar",
        **_PERIOD,
    },
    "access-centers": {
        "slug": "#service+code",
        "name": "#service+name+i_ar",
        "address": "#contact+address",
        "phones": "#contact+phone+list",
    },
    "sectors": {"organizations": "#org+num", "cluster": "#sector+code+v_hdx_hapi"},
    "governorates": {
        "organizations": "#org+num",
        "iso": "#adm1+code+v_iso",
        "latitude": "#geo+lat",
        "longitude": "#geo+lon",
    },
    "coverage": {"organizations": "#org+num"},
}


def tags_of(table: Table) -> Iterator[str]:
    """Yield the tag of each column of a table, empty where it has none."""
    own = TAGS[table.name]
    for column in table.columns:
        yield own.get(column.name) or _SHARED.get(column.name, "")
