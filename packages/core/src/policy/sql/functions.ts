import { matchesGlob } from "../glob.ts";
import { madeOnce } from "../../made-once.ts";

/**
 * Functions that only compute from their arguments or read: those of the PostgreSQL 18 manual, chapter 9 (its
 * sections are named), less every one that changes data, session, files or server, that runs SQL given as text, or
 * that reads tables given by name. What is not here is unknown, also where it is harmless.
 */
const READING: readonly string[] = [
  // 9.2 comparison, 9.3 mathematics
  "num_nonnulls num_nulls abs cbrt ceil ceiling degrees div erf erfc exp factorial floor gamma gcd lcm lgamma ln log",
  "log10 min_scale mod pi power pow radians round scale sign sqrt trim_scale trunc width_bucket random random_normal",
  "acos acosd acosh asin asind asinh atan atan2 atan2d atand atanh cos cosd cosh cot cotd sin sind sinh tan tand tanh",
  // 9.4 and 9.5 strings, 9.6 bits
  "bit_length btrim casefold char_length character_length lower lpad ltrim normalize is_normalized octet_length overlay",
  "position rpad rtrim substring upper ascii chr concat concat_ws format initcap left length md5 parse_ident quote_ident",
  "quote_literal quote_nullable regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace",
  "regexp_split_to_array regexp_split_to_table regexp_substr repeat replace reverse right split_part starts_with",
  "string_to_array string_to_table strpos substr to_ascii to_bin to_hex to_oct translate unistr",
  "bit_count crc32 crc32c get_bit get_byte set_bit set_byte sha224 sha256 sha384 sha512 convert convert_from convert_to",
  "encode decode pg_client_encoding",
  // 9.7 patterns
  "like notlike like_escape similar_to_escape similar_escape",
  // 9.8 formatting, 9.9 dates
  "to_char to_date to_number to_timestamp age clock_timestamp date_add date_bin date_part date_subtract date_trunc",
  "extract isfinite justify_days justify_hours justify_interval localtime localtimestamp make_date make_interval",
  "make_time make_timestamp make_timestamptz now overlaps statement_timestamp timeofday timezone transaction_timestamp",
  // 9.10 enums, 9.11 geometry, 9.12 networks
  "enum_first enum_last enum_range area center diagonal diameter height isclosed isopen npoints radius slope width",
  "bound_box abbrev broadcast family host hostmask inet_merge inet_same_family masklen netmask network set_masklen",
  "macaddr8_set7bit",
  // 9.13 text search
  "array_to_tsvector get_current_ts_config numnode plainto_tsquery phraseto_tsquery querytree setweight to_tsquery",
  "to_tsvector json_to_tsvector jsonb_to_tsvector ts_debug ts_delete ts_filter ts_headline ts_lexize ts_parse ts_rank",
  "ts_rank_cd ts_token_type tsquery_phrase tsvector_to_array websearch_to_tsquery strip unnest",
  // 9.14 UUIDs, 9.15 XML
  "gen_random_uuid uuidv4 uuidv7 uuid_extract_timestamp uuid_extract_version",
  "xmlagg xmlcomment xmlconcat xmlexists xmltext xml_is_well_formed xml_is_well_formed_content",
  "xml_is_well_formed_document xpath xpath_exists",
  // 9.16 JSON
  "array_to_json json_agg json_agg_strict json_array_elements json_array_elements_text json_array_length",
  "json_build_array json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object",
  "json_object_agg json_object_agg_strict json_object_agg_unique json_object_keys json_populate_record",
  "json_populate_recordset json_strip_nulls json_to_record json_to_recordset json_typeof jsonb_agg jsonb_agg_strict",
  "jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each",
  "jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg",
  "jsonb_object_agg_strict jsonb_object_agg_unique jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz",
  "jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz",
  "jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record jsonb_populate_recordset",
  "jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof row_to_json",
  "to_json to_jsonb",
  // 9.17 sequences: only those that do not advance one
  "currval lastval",
  // 9.19 arrays, 9.20 ranges
  "array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position array_positions",
  "array_prepend array_remove array_replace array_reverse array_sample array_shuffle array_sort array_to_string",
  "array_upper cardinality trim_array isempty lower_inc lower_inf multirange range_merge upper_inc upper_inf",
  // 9.21 aggregates, 9.22 windows, 9.25 sets
  "any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp every max min mode",
  "percentile_cont percentile_disc range_agg range_intersect_agg regr_avgx regr_avgy regr_count regr_intercept regr_r2",
  "regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp string_agg sum var_pop var_samp variance",
  "cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number grouping",
  "generate_series generate_subscripts",
  // 9.26 information on session, privileges, visibility, catalogues and comments
  "current_catalog current_database current_query current_role current_schema current_schemas current_user",
  "inet_client_addr inet_client_port inet_server_addr inet_server_port pg_backend_pid pg_postmaster_start_time pg_collation_for",
  "session_user user version has_any_column_privilege has_column_privilege has_database_privilege",
  "has_function_privilege has_language_privilege has_schema_privilege has_sequence_privilege has_table_privilege",
  "has_tablespace_privilege has_type_privilege pg_has_role row_security_active pg_collation_is_visible",
  "pg_conversion_is_visible pg_function_is_visible pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible",
  "pg_table_is_visible pg_ts_config_is_visible pg_ts_dict_is_visible pg_type_is_visible format_type pg_get_constraintdef",
  "pg_get_expr pg_get_functiondef pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result",
  "pg_get_indexdef pg_get_keywords pg_get_partkeydef pg_get_ruledef pg_get_serial_sequence pg_get_statisticsobjdef",
  "pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_typeof pg_input_is_valid pg_input_error_info col_description",
  "obj_description shobj_description pg_describe_object pg_identify_object pg_is_in_recovery pg_trigger_depth",
  "to_regclass to_regcollation to_regnamespace to_regoper to_regoperator to_regproc to_regprocedure to_regrole to_regtype",
  // 9.27 settings and sizes: only those that read
  "current_setting pg_column_compression pg_column_size pg_database_size pg_indexes_size pg_relation_size pg_size_bytes",
  "pg_size_pretty pg_table_size pg_tablespace_size pg_total_relation_size pg_partition_ancestors pg_partition_root",
  "pg_partition_tree",
  // Types written as functions convert to themselves.
  "bit bool boolean box bpchar bytea char cidr circle date daterange float4 float8 inet int2 int4 int4range int8",
  "int8range interval json jsonb line lseg macaddr macaddr8 money name numeric numrange oid path point polygon regclass",
  "text time timestamp timestamptz timetz tsrange tstzrange uuid varbit varchar xml",
];

/** Harmless functions that only other databases have, for their dialects. */
const READING_ELSEWHERE: Readonly<Record<"mysql" | "sqlite", string>> = {
  mysql: `adddate char_length curdate curtime date_format datediff date_sub day dayname dayofmonth dayofweek dayofyear
    field find_in_set from_unixtime group_concat hour if ifnull instr isnull last_day lcase locate mid minute month
    monthname quarter second str_to_date substring_index sysdate timestampdiff ucase unix_timestamp utc_date week
    weekday year`,
  sqlite: `datetime glob group_concat hex ifnull iif instr julianday likelihood printf strftime timediff total typeof
    unhex unicode unixepoch zeroblob`,
};

/** Functions known to change data, session or server, to reach outside, to read tables given by name, or to run text. */
const CHANGING: readonly string[] = [
  // 9.17 sequences, 9.27 settings, signals, backup, recovery, replication, locks, files; 9.30 statistics
  "nextval setval set_config setseed pg_cancel_backend pg_terminate_backend pg_reload_conf pg_rotate_logfile* pg_log_*",
  "pg_backup_* pg_start_backup pg_stop_backup pg_create_* pg_switch_wal pg_promote pg_wal_replay_* pg_export_snapshot",
  "pg_copy_*_replication_slot pg_drop_replication_slot pg_replication_* pg_logical_* pg_sync_replication_slots",
  "pg_advisory_* pg_try_advisory_* pg_notify pg_sleep* pg_import_system_collations pg_current_xact_id txid_current",
  "pg_read_file* pg_read_binary_file pg_ls_* pg_stat_file pg_current_logfile pg_stat_reset* pg_stat_clear_snapshot",
  "pg_restore_* pg_clear_* brin_* gin_clean_pending_list pg_nextoid pg_prewarm",
  // Chapter 33, large objects
  "lo_* loread lowrite",
  // SQL given as text, and tables given by name
  "query_to_xml* table_to_xml* schema_to_xml* database_to_xml* cursor_to_xml* ts_stat ts_rewrite",
  // Appendix F, extensions
  "dblink* xpath_table crosstab* connectby pg_file_* pg_logdir_ls",
  // Other databases
  "sleep benchmark get_lock release_lock load_file sys_exec sys_eval load_extension readfile writefile edit",
  "fts3_tokenizer last_insert_id",
];

/** Of these, those whose arguments name tables or are SQL: what they touch does not stand in the statement. */
const REACHING: readonly string[] =
  `query_to_xml* table_to_xml* schema_to_xml* database_to_xml* cursor_to_xml* ts_stat ts_rewrite dblink* xpath_table
   crosstab* connectby`.split(/\s+/);

const CHANGING_GLOBS: readonly string[] = CHANGING.flatMap((line) => line.split(" "));

const wordsOf = (text: string): readonly string[] => text.split(/\s+/);
/** Databases whose SQL is read. */
export type Dialect = "postgres" | "mysql" | "sqlite";

const readingByDialect = madeOnce((): Readonly<Record<Dialect, ReadonlySet<string>>> => ({
  postgres: new Set(READING.flatMap(wordsOf)),
  mysql: new Set([...READING, READING_ELSEWHERE.mysql].flatMap(wordsOf)),
  sqlite: new Set([...READING, READING_ELSEWHERE.sqlite].flatMap(wordsOf)),
}));

/** What calling a function does: it reads, or it changes something or reaches outside, or nobody knows. */
export function effectOf(name: string, dialect: Dialect): "reads" | "changes" | "unknown" {
  if (readingByDialect()[dialect].has(name)) return "reads";
  return CHANGING_GLOBS.some((glob) => matchesGlob(glob, name)) ? "changes" : "unknown";
}

/** Whether a function touches tables that its statement does not name as such. */
export function reachesTables(name: string): boolean {
  return REACHING.some((glob) => matchesGlob(glob, name));
}
