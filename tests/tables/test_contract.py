"""What downstream loads rely on: names, types and order of columns, as promised."""

from __future__ import annotations

import json
from pathlib import Path

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from transforms.tables.arrow import arrow_schema
from transforms.tables.catalogs import dbt_sources, dbt_sources_page
from transforms.tables.describe import data_dictionary
from transforms.tables.schemas import TABLES

# `*` key, `?` nullable.  New columns may only be added behind these.
CONTRACT = {
    "documents": "*document_id:int64 source_uri:string source_id:string format:string sha256:string publisher:string? "
    "author:string? url:string? language:string headline:string? published_on:date32[day]? "
    "published_at:timestamp[us, tz=UTC]? text:string body_start:int32 sentence_count:int32 word_count:int32 "
    "duplicate_of:int64? story_id:int64?",
    "sentences": "*sentence_id:int64 document_id:int64 position:int32 paragraph:int32 start:int32 end:int32 "
    "text:string is_headline:bool",
    "actors": "*actor_id:int64 name:string actor_type:string country:string? sector:string? office:string? "
    "of_actor_id:int64? mention_count:int32",
    "mentions": "*mention_id:int64 document_id:int64 sentence_id:int64 actor_id:int64 start:int32 end:int32 "
    "text:string form:string",
    "places": "*place_id:int64 name:string kind:string country:string? latitude:double? longitude:double? "
    "geonames_id:int64?",
    "statements": "*statement_id:int64 document_id:int64 sentence_id:int64 kind:string start:int32 end:int32 "
    "text:string speaker_text:string? speaker_start:int32? speaker_end:int32? speaker_name:string? speaker_id:int64? "
    "is_inherited:bool cue_text:string? cue_start:int32? cue_end:int32? cue_lemma:string? act:string is_negated:bool "
    "addressee_id:int64? medium:string? stated_on:date32[day]? within_statement_id:int64? rule:string "
    "confidence:double",
    "statement_fragments": "*statement_id:int64 *position:int16 start:int32 end:int32 text:string is_verbatim:bool",
    "statement_actors": "*statement_id:int64 *actor_id:int64 mention_count:int16",
    "events": "*event_id:int64 document_id:int64 sentence_id:int64 start:int32 end:int32 text:string "
    "trigger_text:string trigger_start:int32 trigger_end:int32 event_type:string mode:string? cameo_code:string? "
    "quad_class:int16? goldstein:double? status:string starts_on:date32[day]? ends_on:date32[day]? "
    "date_precision:string? date_text:string? place_id:int64? statement_id:int64? incident_id:int64 is_headline:bool "
    "rule:string confidence:double",
    "event_actors": "*event_id:int64 *position:int16 role:string actor_id:int64 text:string start:int32? end:int32? "
    "is_implied:bool",
    "event_counts": "*event_id:int64 *position:int16 measure:string value_low:double value_high:double "
    "is_approximate:bool text:string start:int32 end:int32 currency:string?",
    "incidents": "*incident_id:int64 event_type:string status:string starts_on:date32[day]? ends_on:date32[day]? "
    "place_id:int64? mention_count:int32 document_count:int32 first_published_on:date32[day]? dead_low:double? "
    "dead_high:double?",
    "rejects": "*reject_id:int64 source_uri:string source_id:string? reason:string severity:string detail:string",
    "checks": "*check_id:int64 table_name:string name:string row_count:int64 broken_count:int64",
}


def promised(table: str) -> list[tuple[str, str, bool, bool]]:
    """Name, type, whether nullable and whether key, of every column in order."""
    columns = CONTRACT[table].replace("timestamp[us, tz", "timestamp[us,tz").split()
    return [
        (
            column.lstrip("*").split(":", 1)[0],
            column.split(":", 1)[1].rstrip("?").replace("us,tz", "us, tz"),
            column.endswith("?"),
            column.startswith("*"),
        )
        for column in columns
    ]


def test_every_promised_table_exists() -> None:
    assert set(CONTRACT) == set(TABLES)


@pytest.mark.parametrize("table", CONTRACT)
def test_promised_columns_come_first_with_their_types(table: str) -> None:
    schema = arrow_schema(table)
    keys = TABLES[table].primary_key()
    found = [(field.name, str(field.type), field.nullable, field.name in keys) for field in schema]
    assert found[: len(promised(table))] == promised(table)


@pytest.mark.parametrize("table", CONTRACT)
def test_every_column_and_table_is_described(table: str) -> None:
    assert all(column.description for column in TABLES[table].columns().values())
    assert (TABLES[table].__doc__ or "").startswith("One row per ")


@pytest.mark.parametrize("table", CONTRACT)
def test_files_hold_required_columns_field_ids_and_descriptions(table: str, seed_release: Path) -> None:
    [file] = (seed_release / table).glob("*.parquet")
    parquet = pq.ParquetFile(file)
    assert parquet.schema_arrow.equals(arrow_schema(table), check_metadata=False)
    for number, field in enumerate(parquet.schema_arrow, 1):
        assert field.metadata[b"PARQUET:field_id"] == str(number).encode()
        assert field.metadata[b"description"]
        assert pa.types.is_nested(field.type) is False
    row_groups = range(parquet.metadata.num_row_groups)
    assert {parquet.metadata.row_group(group).column(0).compression for group in row_groups} <= {"ZSTD"}


def test_the_datapackage_validates_and_names_every_table_with_its_keys(seed_release: Path) -> None:
    package = json.loads((seed_release / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        assert (seed_release / resource["path"]).is_file()
        assert resource["schema"]["primaryKey"] == list(TABLES[resource["name"]].primary_key())
    report = frictionless.validate(str(seed_release / "datapackage.json"))
    assert report.valid, report.flatten(["resourceName", "type", "message"])[:5]
    assert {resource["name"] for resource in package["resources"]} == set(CONTRACT)


def test_the_data_dictionary_page_is_fresh() -> None:
    page = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
    assert page.read_text("utf-8") == data_dictionary(), "run make docs"


def test_the_dbt_sources_are_fresh_and_name_every_column() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sources.yml").read_text("utf-8")
    assert page == dbt_sources_page(), "run make docs"
    [source] = yaml.safe_load(page)["sources"]
    assert {table["name"]: [column["name"] for column in table["columns"]] for table in source["tables"]} == {
        table: list(rows.columns()) for table, rows in TABLES.items()
    }
    assert yaml.safe_load(page) == dbt_sources()


def test_the_croissant_description_names_every_column_and_file(seed_release: Path) -> None:
    described = json.loads((seed_release / "croissant.json").read_text("utf-8"))
    fields = {record["@id"]: [field["@id"] for field in record["field"]] for record in described["recordSet"]}
    assert fields == {table: [f"{table}/{name}" for name in rows.columns()] for table, rows in TABLES.items()}
    assert all(list(seed_release.glob(files["includes"])) for files in described["distribution"])
    known = {own for names in fields.values() for own in names}
    referred = [
        field["references"] for record in described["recordSet"] for field in record["field"] if "references" in field
    ]
    assert {reference["field"]["@id"] for reference in referred} <= known
