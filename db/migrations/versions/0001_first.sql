-- The tables of schema 1, frozen. Statements end with a line of their own: a semicolon.
CREATE TABLE agreement (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    dispute_id VARCHAR,
    agreement_form VARCHAR,
    draft_no VARCHAR,
    official_no VARCHAR,
    agreed_on VARCHAR,
    effective_on VARCHAR,
    facts VARCHAR,
    place VARCHAR,
    mediators VARCHAR,
    recorder VARCHAR,
    copies INTEGER,
    parties_signed INTEGER,
    mediator_signed INTEGER,
    sealed INTEGER,
    CONSTRAINT pk_agreement PRIMARY KEY (id),
    CONSTRAINT fk_agreement_dispute_id_dispute FOREIGN KEY(dispute_id) REFERENCES dispute (id)
)
;
CREATE TABLE attachment (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    noun VARCHAR,
    record_id VARCHAR,
    household_id VARCHAR,
    paper_kind VARCHAR,
    caption VARCHAR,
    sha256 VARCHAR,
    size INTEGER,
    mime VARCHAR,
    taken_on VARCHAR,
    CONSTRAINT pk_attachment PRIMARY KEY (id)
)
;
CREATE TABLE audit_log (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TEXT,
    cadre TEXT,
    device TEXT,
    tbl TEXT NOT NULL,
    pk TEXT NOT NULL,
    field TEXT NOT NULL,
    old TEXT,
    new TEXT,
    screen TEXT,
    hash BLOB
)
;
CREATE TABLE blocker (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    case_id VARCHAR,
    code VARCHAR,
    note VARCHAR,
    opened_on VARCHAR,
    opened_by VARCHAR,
    closed_on VARCHAR,
    closed_by VARCHAR,
    resolution VARCHAR,
    CONSTRAINT pk_blocker PRIMARY KEY (id),
    CONSTRAINT fk_blocker_case_id_land_case FOREIGN KEY(case_id) REFERENCES land_case (id)
)
;
CREATE TABLE cadre (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    village_id VARCHAR,
    name VARCHAR,
    post VARCHAR,
    phone VARCHAR,
    roles VARCHAR,
    active INTEGER,
    CONSTRAINT pk_cadre PRIMARY KEY (id)
)
;
CREATE TABLE campaign (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    name VARCHAR,
    from_on VARCHAR,
    to_on VARCHAR,
    questions VARCHAR,
    CONSTRAINT pk_campaign PRIMARY KEY (id)
)
;
CREATE TABLE certificate (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    case_id VARCHAR,
    contractor_id VARCHAR,
    household_id VARCHAR,
    village_id VARCHAR,
    certificate_kind VARCHAR,
    certificate_code VARCHAR,
    serial_no VARCHAR,
    issuing_body VARCHAR,
    issued_on VARCHAR,
    replaces_id VARCHAR,
    import_id VARCHAR,
    CONSTRAINT pk_certificate PRIMARY KEY (id),
    CONSTRAINT fk_certificate_case_id_land_case FOREIGN KEY(case_id) REFERENCES land_case (id),
    CONSTRAINT fk_certificate_contractor_id_contractor FOREIGN KEY(contractor_id) REFERENCES contractor (id),
    CONSTRAINT fk_certificate_household_id_household FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_certificate_village_id_village FOREIGN KEY(village_id) REFERENCES village (id)
)
;
CREATE TABLE certificate_event (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    certificate_id VARCHAR,
    event VARCHAR,
    on_date VARCHAR,
    reason VARCHAR,
    note VARCHAR,
    collector_name VARCHAR,
    collector_id_type VARCHAR,
    collector_id_no VARCHAR,
    collector_relation VARCHAR,
    is_proxy INTEGER,
    proxy_paper VARCHAR,
    field_name VARCHAR,
    printed_value VARCHAR,
    true_value VARCHAR,
    revokes_id VARCHAR,
    by_name VARCHAR,
    import_id VARCHAR,
    CONSTRAINT pk_certificate_event PRIMARY KEY (id),
    CONSTRAINT fk_certificate_event_certificate_id_certificate FOREIGN KEY(certificate_id) REFERENCES certificate (id)
)
;
CREATE TABLE clause (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    agreement_id VARCHAR,
    position INTEGER,
    who VARCHAR,
    what VARCHAR,
    amount VARCHAR,
    how VARCHAR,
    due_on VARCHAR,
    CONSTRAINT pk_clause PRIMARY KEY (id),
    CONSTRAINT fk_clause_agreement_id_agreement FOREIGN KEY(agreement_id) REFERENCES agreement (id)
)
;
CREATE TABLE contact_point (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    cadre_id VARCHAR,
    cadre_name VARCHAR,
    village_id VARCHAR,
    household_id VARCHAR,
    from_on VARCHAR,
    to_on VARCHAR,
    CONSTRAINT pk_contact_point PRIMARY KEY (id)
)
;
CREATE TABLE contract (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    contractor_id VARCHAR,
    issuer_id VARCHAR,
    contract_code VARCHAR,
    old_contract_code VARCHAR,
    round VARCHAR,
    way VARCHAR,
    start_on VARCHAR,
    end_on VARCHAR,
    perpetual INTEGER,
    total_area VARCHAR,
    total_area_mu VARCHAR,
    old_total_area VARCHAR,
    old_total_area_mu VARCHAR,
    parcel_count INTEGER,
    signed_on VARCHAR,
    signer VARCHAR,
    netsigned_on VARCHAR,
    netsign_no VARCHAR,
    CONSTRAINT pk_contract PRIMARY KEY (id),
    CONSTRAINT fk_contract_contractor_id_contractor FOREIGN KEY(contractor_id) REFERENCES contractor (id),
    CONSTRAINT fk_contract_issuer_id_issuer FOREIGN KEY(issuer_id) REFERENCES issuer (id)
)
;
CREATE TABLE contractor (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    household_id VARCHAR,
    issuer_id VARCHAR,
    contractor_code VARCHAR,
    contractor_type VARCHAR,
    name VARCHAR,
    id_type VARCHAR,
    id_no VARCHAR,
    address VARCHAR,
    postcode VARCHAR,
    phone VARCHAR,
    declared_members INTEGER,
    surveyed_by VARCHAR,
    surveyed_on VARCHAR,
    survey_note VARCHAR,
    publicity_note VARCHAR,
    publicity_by VARCHAR,
    publicity_approved_on VARCHAR,
    publicity_approved_by VARCHAR,
    terminal VARCHAR,
    terminal_reason VARCHAR,
    terminal_evidence VARCHAR,
    terminal_on VARCHAR,
    successor_id VARCHAR,
    import_id VARCHAR,
    CONSTRAINT pk_contractor PRIMARY KEY (id),
    CONSTRAINT fk_contractor_household_id_household FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_contractor_issuer_id_issuer FOREIGN KEY(issuer_id) REFERENCES issuer (id)
)
;
CREATE TABLE contractor_member (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    contractor_id VARCHAR,
    person_id VARCHAR,
    name VARCHAR,
    sex VARCHAR,
    id_type VARCHAR,
    id_no VARCHAR,
    relation VARCHAR,
    is_head INTEGER,
    remark_code VARCHAR,
    is_co_owner VARCHAR,
    remark_text VARCHAR,
    left_on VARCHAR,
    left_reason VARCHAR,
    CONSTRAINT pk_contractor_member PRIMARY KEY (id),
    CONSTRAINT fk_contractor_member_contractor_id_contractor FOREIGN KEY(contractor_id) REFERENCES contractor (id),
    CONSTRAINT fk_contractor_member_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
)
;
CREATE TABLE county (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    name VARCHAR,
    region_code VARCHAR,
    CONSTRAINT pk_county PRIMARY KEY (id)
)
;
CREATE TABLE decision (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    matter VARCHAR,
    kind VARCHAR,
    noun VARCHAR,
    record_id VARCHAR,
    field_name VARCHAR,
    others VARCHAR,
    title VARCHAR,
    about VARCHAR,
    answer VARCHAR,
    answer_words VARCHAR,
    reason VARCHAR,
    undo VARCHAR,
    CONSTRAINT pk_decision PRIMARY KEY (id)
)
;
CREATE TABLE dispute (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    village_id VARCHAR,
    screening_id VARCHAR,
    visit_id VARCHAR,
    request_id VARCHAR,
    draft_no VARCHAR,
    official_no VARCHAR,
    title VARCHAR,
    dispute_type VARCHAR,
    case_source VARCHAR,
    committee_kind VARCHAR,
    committee_name VARCHAR,
    found_on VARCHAR,
    place VARCHAR,
    summary VARCHAR,
    demands VARCHAR,
    people_count INTEGER,
    amount VARCHAR,
    risk_grade VARCHAR,
    mediators VARCHAR,
    leader VARCHAR,
    known_since VARCHAR,
    land_contract INTEGER,
    import_id VARCHAR,
    CONSTRAINT pk_dispute PRIMARY KEY (id),
    CONSTRAINT fk_dispute_village_id_village FOREIGN KEY(village_id) REFERENCES village (id),
    CONSTRAINT fk_dispute_screening_id_screening FOREIGN KEY(screening_id) REFERENCES screening (id)
)
;
CREATE TABLE dispute_marker (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    household_id VARCHAR,
    village_id VARCHAR,
    CONSTRAINT pk_dispute_marker PRIMARY KEY (id),
    CONSTRAINT fk_dispute_marker_household_id_household FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_dispute_marker_village_id_village FOREIGN KEY(village_id) REFERENCES village (id)
)
;
CREATE TABLE dispute_step (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    dispute_id VARCHAR,
    step VARCHAR,
    on_date VARCHAR,
    reason VARCHAR,
    note VARCHAR,
    to_unit VARCHAR,
    due_on VARCHAR,
    CONSTRAINT pk_dispute_step PRIMARY KEY (id),
    CONSTRAINT fk_dispute_step_dispute_id_dispute FOREIGN KEY(dispute_id) REFERENCES dispute (id)
)
;
CREATE TABLE draft (
    form VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    household_id VARCHAR,
    data VARCHAR NOT NULL,
    saved_at VARCHAR NOT NULL,
    cadre_id VARCHAR NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (form, "key")
)
;
CREATE TABLE holding (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    parcel_id VARCHAR,
    contractor_id VARCHAR,
    contract_id VARCHAR,
    certificate_id VARCHAR,
    acquire_way VARCHAR,
    contract_area VARCHAR,
    contract_area_mu VARCHAR,
    old_area VARCHAR,
    old_area_mu VARCHAR,
    share_only VARCHAR,
    from_on VARCHAR,
    to_on VARCHAR,
    CONSTRAINT pk_holding PRIMARY KEY (id),
    CONSTRAINT fk_holding_parcel_id_parcel FOREIGN KEY(parcel_id) REFERENCES parcel (id),
    CONSTRAINT fk_holding_contractor_id_contractor FOREIGN KEY(contractor_id) REFERENCES contractor (id),
    CONSTRAINT fk_holding_contract_id_contract FOREIGN KEY(contract_id) REFERENCES contract (id),
    CONSTRAINT fk_holding_certificate_id_certificate FOREIGN KEY(certificate_id) REFERENCES certificate (id)
)
;
CREATE TABLE household (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    village_id VARCHAR,
    village_group_id VARCHAR,
    household_no VARCHAR,
    address VARCHAR,
    phone VARCHAR,
    household_kind VARCHAR,
    monitor_kind VARCHAR,
    best_visit_time VARCHAR,
    note VARCHAR,
    merged_into VARCHAR,
    import_id VARCHAR,
    CONSTRAINT pk_household PRIMARY KEY (id),
    CONSTRAINT fk_household_village_id_village FOREIGN KEY(village_id) REFERENCES village (id),
    CONSTRAINT fk_household_village_group_id_village_group FOREIGN KEY(village_group_id) REFERENCES village_group (id)
)
;
CREATE TABLE import_batch (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    kind VARCHAR,
    file_name VARCHAR,
    sha256 VARCHAR,
    rows INTEGER,
    new INTEGER,
    changed INTEGER,
    same INTEGER,
    undone_at VARCHAR,
    CONSTRAINT pk_import_batch PRIMARY KEY (id)
)
;
CREATE TABLE import_flag (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    batch_id VARCHAR,
    noun VARCHAR,
    record_id VARCHAR,
    field_name VARCHAR,
    source_sheet VARCHAR,
    source_row INTEGER,
    source_column VARCHAR,
    source_column_no INTEGER,
    kind VARCHAR,
    raw VARCHAR,
    message VARCHAR,
    settled_at VARCHAR,
    settled_by VARCHAR,
    settled_value VARCHAR,
    CONSTRAINT pk_import_flag PRIMARY KEY (id),
    CONSTRAINT fk_import_flag_batch_id_import_batch FOREIGN KEY(batch_id) REFERENCES import_batch (id)
)
;
CREATE TABLE import_row (
    seq INTEGER NOT NULL,
    batch_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    "row" INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,
    noun VARCHAR NOT NULL,
    record_id VARCHAR,
    made VARCHAR,
    raw VARCHAR,
    message VARCHAR NOT NULL,
    CONSTRAINT pk_import_row PRIMARY KEY (seq)
)
;
CREATE TABLE issuer (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    village_id VARCHAR,
    issuer_code VARCHAR,
    name VARCHAR,
    head_name VARCHAR,
    head_id_type VARCHAR,
    head_id_no VARCHAR,
    phone VARCHAR,
    address VARCHAR,
    postcode VARCHAR,
    surveyed_by VARCHAR,
    surveyed_on VARCHAR,
    survey_note VARCHAR,
    CONSTRAINT pk_issuer PRIMARY KEY (id),
    CONSTRAINT fk_issuer_village_id_village FOREIGN KEY(village_id) REFERENCES village (id)
)
;
CREATE TABLE land_batch (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    name VARCHAR,
    certificate_kind VARCHAR,
    policy_ref VARCHAR,
    publicity_days INTEGER,
    required_documents VARCHAR,
    waivable_stages VARCHAR,
    CONSTRAINT pk_land_batch PRIMARY KEY (id)
)
;
CREATE TABLE land_case (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    batch_id VARCHAR,
    contractor_id VARCHAR,
    household_id VARCHAR,
    village_id VARCHAR,
    certificate_kind VARCHAR,
    assignee VARCHAR,
    note VARCHAR,
    CONSTRAINT pk_land_case PRIMARY KEY (id),
    CONSTRAINT fk_land_case_batch_id_land_batch FOREIGN KEY(batch_id) REFERENCES land_batch (id),
    CONSTRAINT fk_land_case_contractor_id_contractor FOREIGN KEY(contractor_id) REFERENCES contractor (id),
    CONSTRAINT fk_land_case_household_id_household FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_land_case_village_id_village FOREIGN KEY(village_id) REFERENCES village (id)
)
;
CREATE TABLE objection (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    publicity_id VARCHAR,
    household_id VARCHAR,
    text VARCHAR,
    received_on VARCHAR,
    handled_on VARCHAR,
    result VARCHAR,
    CONSTRAINT pk_objection PRIMARY KEY (id),
    CONSTRAINT fk_objection_publicity_id_publicity FOREIGN KEY(publicity_id) REFERENCES publicity (id),
    CONSTRAINT fk_objection_household_id_household FOREIGN KEY(household_id) REFERENCES household (id)
)
;
CREATE TABLE parcel (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    village_id VARCHAR,
    parcel_code VARCHAR,
    name VARCHAR,
    owner_kind VARCHAR,
    category VARCHAR,
    use_type VARCHAR,
    soil_grade VARCHAR,
    purpose VARCHAR,
    basic_farmland VARCHAR,
    measured_area VARCHAR,
    measured_area_mu VARCHAR,
    bound_e VARCHAR,
    bound_s VARCHAR,
    bound_w VARCHAR,
    bound_n VARCHAR,
    note VARCHAR,
    pointing_person VARCHAR,
    CONSTRAINT pk_parcel PRIMARY KEY (id),
    CONSTRAINT fk_parcel_village_id_village FOREIGN KEY(village_id) REFERENCES village (id)
)
;
CREATE TABLE party (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    dispute_id VARCHAR,
    person_id VARCHAR,
    household_id VARCHAR,
    side VARCHAR,
    position INTEGER,
    name VARCHAR,
    sex VARCHAR,
    nationality VARCHAR,
    birth_date VARCHAR,
    occupation VARCHAR,
    id_no VARCHAR,
    phone VARCHAR,
    address VARCHAR,
    organisation VARCHAR,
    legal_representative VARCHAR,
    agent_name VARCHAR,
    notice_told_on VARCHAR,
    CONSTRAINT pk_party PRIMARY KEY (id),
    CONSTRAINT fk_party_dispute_id_dispute FOREIGN KEY(dispute_id) REFERENCES dispute (id)
)
;
CREATE TABLE performance (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    clause_id VARCHAR,
    performed_on VARCHAR,
    amount VARCHAR,
    complete INTEGER,
    note VARCHAR,
    CONSTRAINT pk_performance PRIMARY KEY (id),
    CONSTRAINT fk_performance_clause_id_clause FOREIGN KEY(clause_id) REFERENCES clause (id)
)
;
CREATE TABLE person (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    household_id VARCHAR,
    name VARCHAR,
    name_note VARCHAR,
    former_name VARCHAR,
    relation VARCHAR,
    relation_text VARCHAR,
    is_head INTEGER,
    position INTEGER,
    sex VARCHAR,
    birth_date VARCHAR,
    birth_stated VARCHAR,
    id_type VARCHAR,
    id_no VARCHAR,
    no_id_reason VARCHAR,
    nationality VARCHAR,
    education VARCHAR,
    political_status VARCHAR,
    marital_status VARCHAR,
    phone VARCHAR,
    residence_kind VARCHAR,
    whereabouts VARCHAR,
    employment VARCHAR,
    health VARCHAR,
    guardian_consent_on VARCHAR,
    died_on VARCHAR,
    left_on VARCHAR,
    left_reason VARCHAR,
    note VARCHAR,
    merged_into VARCHAR,
    import_id VARCHAR,
    source_file VARCHAR,
    source_sheet VARCHAR,
    source_row INTEGER,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT fk_person_household_id_household FOREIGN KEY(household_id) REFERENCES household (id)
)
;
CREATE TABLE publicity (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    batch_id VARCHAR,
    village_id VARCHAR,
    issuer_id VARCHAR,
    round VARCHAR,
    place VARCHAR,
    posted_on VARCHAR,
    days_required INTEGER,
    ends_on VARCHAR,
    confirmed_on VARCHAR,
    CONSTRAINT pk_publicity PRIMARY KEY (id),
    CONSTRAINT fk_publicity_batch_id_land_batch FOREIGN KEY(batch_id) REFERENCES land_batch (id),
    CONSTRAINT fk_publicity_village_id_village FOREIGN KEY(village_id) REFERENCES village (id),
    CONSTRAINT fk_publicity_issuer_id_issuer FOREIGN KEY(issuer_id) REFERENCES issuer (id)
)
;
CREATE TABLE register_entry (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    contractor_id VARCHAR,
    register_code VARCHAR,
    serial_no VARCHAR,
    old_serial_no VARCHAR,
    registrar VARCHAR,
    registered_on VARCHAR,
    note VARCHAR,
    CONSTRAINT pk_register_entry PRIMARY KEY (id),
    CONSTRAINT fk_register_entry_contractor_id_contractor FOREIGN KEY(contractor_id) REFERENCES contractor (id)
)
;
CREATE TABLE reply (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    request_id VARCHAR,
    replied_on VARCHAR,
    way VARCHAR,
    content VARCHAR,
    outcome VARCHAR,
    legal_basis VARCHAR,
    proof VARCHAR,
    replier_id VARCHAR,
    replier_name VARCHAR,
    CONSTRAINT pk_reply PRIMARY KEY (id),
    CONSTRAINT fk_reply_request_id_request FOREIGN KEY(request_id) REFERENCES request (id)
)
;
CREATE TABLE request (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    village_id VARCHAR,
    household_id VARCHAR,
    requester_id VARCHAR,
    visit_id VARCHAR,
    number VARCHAR,
    official_no VARCHAR,
    requester_name VARCHAR,
    requester_phone VARCHAR,
    received_on VARCHAR,
    channel VARCHAR,
    source VARCHAR,
    assigner VARCHAR,
    request_kind VARCHAR,
    petition_kind VARCHAR,
    topic VARCHAR,
    content VARCHAR,
    place VARCHAR,
    people_count INTEGER,
    priority VARCHAR,
    legacy_year INTEGER,
    litigation VARCHAR,
    legal_route VARCHAR,
    handling VARCHAR,
    opinion VARCHAR,
    outcome VARCHAR,
    due_on VARCHAR,
    handler_id VARCHAR,
    handler_name VARCHAR,
    accused_unit VARCHAR,
    satisfaction VARCHAR,
    satisfaction_note VARCHAR,
    import_id VARCHAR,
    CONSTRAINT pk_request PRIMARY KEY (id),
    CONSTRAINT fk_request_village_id_village FOREIGN KEY(village_id) REFERENCES village (id),
    CONSTRAINT fk_request_household_id_household FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_request_requester_id_person FOREIGN KEY(requester_id) REFERENCES person (id),
    CONSTRAINT fk_request_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
)
;
CREATE TABLE request_step (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    request_id VARCHAR,
    step VARCHAR,
    on_date VARCHAR,
    to_unit VARCHAR,
    to_person VARCHAR,
    due_on VARCHAR,
    reason VARCHAR,
    note VARCHAR,
    cadre_name VARCHAR,
    CONSTRAINT pk_request_step PRIMARY KEY (id),
    CONSTRAINT fk_request_step_request_id_request FOREIGN KEY(request_id) REFERENCES request (id)
)
;
CREATE TABLE revisit (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    dispute_id VARCHAR,
    revisited_on VARCHAR,
    revisited_by VARCHAR,
    performance VARCHAR,
    satisfaction VARCHAR,
    findings VARCHAR,
    CONSTRAINT pk_revisit PRIMARY KEY (id),
    CONSTRAINT fk_revisit_dispute_id_dispute FOREIGN KEY(dispute_id) REFERENCES dispute (id)
)
;
CREATE TABLE screening (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    village_id VARCHAR,
    screened_on VARCHAR,
    found INTEGER,
    nil_report INTEGER,
    note VARCHAR,
    CONSTRAINT pk_screening PRIMARY KEY (id),
    CONSTRAINT fk_screening_village_id_village FOREIGN KEY(village_id) REFERENCES village (id)
)
;
CREATE TABLE search_dirty (
    tbl VARCHAR NOT NULL,
    pk VARCHAR NOT NULL,
    CONSTRAINT pk_search_dirty PRIMARY KEY (tbl, pk)
)
;
CREATE VIRTUAL TABLE search_index USING fts5(
    tbl UNINDEXED, pk UNINDEXED, household_id UNINDEXED, name, pinyin, initials, numbers,
    tokenize = 'unicode61', prefix = '1 2 3'
)
;
CREATE TABLE search_place (
    place INTEGER NOT NULL,
    tbl VARCHAR NOT NULL,
    pk VARCHAR NOT NULL,
    CONSTRAINT pk_search_place PRIMARY KEY (place)
)
;
CREATE TABLE setting (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    name VARCHAR,
    value VARCHAR,
    CONSTRAINT pk_setting PRIMARY KEY (id)
)
;
CREATE TABLE sitting (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    dispute_id VARCHAR,
    number INTEGER,
    held_on VARCHAR,
    time_from VARCHAR,
    place VARCHAR,
    mediators VARCHAR,
    recorder VARCHAR,
    attendees VARCHAR,
    record VARCHAR,
    result VARCHAR,
    CONSTRAINT pk_sitting PRIMARY KEY (id),
    CONSTRAINT fk_sitting_dispute_id_dispute FOREIGN KEY(dispute_id) REFERENCES dispute (id)
)
;
CREATE TABLE stage_event (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    case_id VARCHAR,
    stage INTEGER,
    outcome VARCHAR,
    on_date VARCHAR,
    by_name VARCHAR,
    reason VARCHAR,
    CONSTRAINT pk_stage_event PRIMARY KEY (id),
    CONSTRAINT fk_stage_event_case_id_land_case FOREIGN KEY(case_id) REFERENCES land_case (id)
)
;
CREATE TABLE store_fact (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    CONSTRAINT pk_store_fact PRIMARY KEY (name)
)
;
CREATE TABLE sync_base (
    tbl INTEGER NOT NULL,
    pk TEXT NOT NULL,
    col TEXT NOT NULL,
    token TEXT,
    CONSTRAINT pk_sync_base PRIMARY KEY (tbl, pk, col)
)
 WITHOUT ROWID
;
CREATE TABLE sync_blob (
    sha256 TEXT NOT NULL,
    size INTEGER,
    mime TEXT,
    state TEXT,
    CONSTRAINT pk_sync_blob PRIMARY KEY (sha256)
)
;
CREATE TABLE sync_bundle_log (
    bundle_id TEXT NOT NULL,
    direction TEXT NOT NULL,
    kind TEXT,
    file_no INTEGER,
    file_name TEXT,
    sha256 TEXT,
    peer TEXT,
    at TEXT,
    cadre TEXT,
    segments INTEGER DEFAULT '0' NOT NULL,
    new_segments INTEGER DEFAULT '0' NOT NULL,
    heads BLOB,
    result TEXT,
    code TEXT,
    CONSTRAINT pk_sync_bundle_log PRIMARY KEY (bundle_id)
)
;
CREATE TABLE sync_cell (
    part INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    pk TEXT NOT NULL,
    col TEXT NOT NULL,
    seg INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    hlc BIGINT NOT NULL,
    val BLOB,
    CONSTRAINT pk_sync_cell PRIMARY KEY (part, tbl, pk, col, seg, idx)
)
 WITHOUT ROWID
;
CREATE TABLE sync_conflict (
    id TEXT NOT NULL,
    part INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    pk TEXT NOT NULL,
    col TEXT NOT NULL,
    kind TEXT NOT NULL,
    other TEXT DEFAULT '' NOT NULL,
    opened_at TEXT,
    CONSTRAINT pk_sync_conflict PRIMARY KEY (id)
)
;
CREATE TABLE sync_context (
    id INTEGER NOT NULL,
    author TEXT,
    screen TEXT,
    reason TEXT,
    at TEXT,
    CONSTRAINT pk_sync_context PRIMARY KEY (id)
)
;
CREATE TABLE sync_del (
    part INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    pk TEXT NOT NULL,
    seg INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    seen BLOB NOT NULL,
    CONSTRAINT pk_sync_del PRIMARY KEY (part, tbl, pk, seg, idx)
)
 WITHOUT ROWID
;
CREATE TABLE sync_edge (
    child INTEGER NOT NULL,
    parent_hash BLOB NOT NULL,
    CONSTRAINT pk_sync_edge PRIMARY KEY (child, parent_hash)
)
 WITHOUT ROWID
;
CREATE TABLE sync_gone (
    part INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    pk TEXT NOT NULL,
    seg_hash BLOB NOT NULL,
    idx INTEGER NOT NULL,
    col TEXT NOT NULL,
    CONSTRAINT pk_sync_gone PRIMARY KEY (part, tbl, pk, seg_hash, idx, col)
)
 WITHOUT ROWID
;
CREATE TABLE sync_head (
    part INTEGER NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT pk_sync_head PRIMARY KEY (part, hash)
)
 WITHOUT ROWID
;
CREATE TABLE sync_key (
    device_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    wrapped_by TEXT NOT NULL,
    public BLOB,
    wrapped BLOB,
    CONSTRAINT pk_sync_key PRIMARY KEY (device_id, kind, wrapped_by)
)
;
CREATE TABLE sync_part (
    no INTEGER NOT NULL,
    scope TEXT NOT NULL,
    compartment INTEGER NOT NULL,
    CONSTRAINT pk_sync_part PRIMARY KEY (no),
    UNIQUE (scope, compartment)
)
;
CREATE TABLE sync_peer (
    device_id TEXT NOT NULL,
    office_id TEXT,
    name TEXT,
    grant BLOB,
    heads BLOB,
    want BLOB,
    refused BLOB,
    blobs_want BLOB,
    receipt_at TEXT,
    last_bundle_id TEXT,
    status TEXT DEFAULT 'active' NOT NULL,
    CONSTRAINT pk_sync_peer PRIMARY KEY (device_id)
)
;
CREATE TABLE sync_pending (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    tbl INTEGER NOT NULL,
    pk TEXT NOT NULL,
    op TEXT NOT NULL,
    cols TEXT,
    base TEXT,
    author TEXT,
    screen TEXT,
    reason TEXT,
    at TEXT
)
;
CREATE TABLE sync_row (
    part INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    pk TEXT NOT NULL,
    seg INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    CONSTRAINT pk_sync_row PRIMARY KEY (part, tbl, pk)
)
 WITHOUT ROWID
;
CREATE TABLE sync_segment (
    id INTEGER NOT NULL,
    hash BLOB NOT NULL,
    part INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    epoch TEXT,
    seq INTEGER NOT NULL,
    hlc BIGINT NOT NULL,
    st INTEGER NOT NULL,
    reason TEXT,
    upto INTEGER,
    bundle_id TEXT,
    staged_at TEXT,
    head BLOB NOT NULL,
    sig BLOB NOT NULL,
    body BLOB,
    CONSTRAINT pk_sync_segment PRIMARY KEY (id),
    UNIQUE (hash)
)
;
CREATE TABLE sync_state (
    id INTEGER NOT NULL,
    device_id TEXT,
    epoch TEXT,
    applying INTEGER DEFAULT '0' NOT NULL,
    hlc BIGINT DEFAULT '0' NOT NULL,
    schema_ver INTEGER,
    trigger_fingerprint TEXT,
    open_nonce TEXT,
    CONSTRAINT pk_sync_state PRIMARY KEY (id)
)
;
CREATE TABLE sync_unknown (
    part INTEGER NOT NULL,
    tbl INTEGER NOT NULL,
    pk TEXT NOT NULL,
    col TEXT NOT NULL,
    seg INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    hlc BIGINT NOT NULL,
    val BLOB,
    CONSTRAINT pk_sync_unknown PRIMARY KEY (part, tbl, pk, col, seg, idx)
)
 WITHOUT ROWID
;
CREATE TABLE tag_mark (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    household_id VARCHAR,
    person_id VARCHAR,
    tag VARCHAR,
    from_on VARCHAR,
    to_on VARCHAR,
    import_id VARCHAR,
    CONSTRAINT pk_tag_mark PRIMARY KEY (id),
    CONSTRAINT fk_tag_mark_household_id_household FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_tag_mark_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
)
;
CREATE TABLE township (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    county_id VARCHAR,
    name VARCHAR,
    region_code VARCHAR,
    office_phone VARCHAR,
    CONSTRAINT pk_township PRIMARY KEY (id),
    CONSTRAINT fk_township_county_id_county FOREIGN KEY(county_id) REFERENCES county (id)
)
;
CREATE TABLE village (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    township_id VARCHAR,
    name VARCHAR,
    region_code VARCHAR,
    local_code VARCHAR,
    CONSTRAINT pk_village PRIMARY KEY (id),
    CONSTRAINT fk_village_township_id_township FOREIGN KEY(township_id) REFERENCES township (id)
)
;
CREATE TABLE village_group (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    village_id VARCHAR,
    name VARCHAR,
    number INTEGER,
    head_name VARCHAR,
    CONSTRAINT pk_village_group PRIMARY KEY (id),
    CONSTRAINT fk_village_group_village_id_village FOREIGN KEY(village_id) REFERENCES village (id)
)
;
CREATE TABLE visit (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    village_id VARCHAR,
    household_id VARCHAR,
    campaign_id VARCHAR,
    visit_kind VARCHAR,
    visited_on VARCHAR,
    time_from VARCHAR,
    time_to VARCHAR,
    place_kind VARCHAR,
    place_note VARCHAR,
    language VARCHAR,
    interpreter VARCHAR,
    purpose VARCHAR,
    talk VARCHAR,
    family_changes VARCHAR,
    thoughts VARCHAR,
    livelihood VARCHAR,
    difficulties VARCHAR,
    hazards VARCHAR,
    suggestions VARCHAR,
    policy_told VARCHAR,
    gifts VARCHAR,
    gift_value VARCHAR,
    signed_on_paper INTEGER,
    next_visit_on VARCHAR,
    review_grade VARCHAR,
    review_comment VARCHAR,
    reviewed_by VARCHAR,
    reviewed_on VARCHAR,
    CONSTRAINT pk_visit PRIMARY KEY (id),
    CONSTRAINT fk_visit_village_id_village FOREIGN KEY(village_id) REFERENCES village (id),
    CONSTRAINT fk_visit_household_id_household FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_visit_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id)
)
;
CREATE TABLE visit_cadre (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    visit_id VARCHAR,
    cadre_id VARCHAR,
    name VARCHAR,
    CONSTRAINT pk_visit_cadre PRIMARY KEY (id),
    CONSTRAINT fk_visit_cadre_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
)
;
CREATE TABLE visit_person (
    id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    compartment INTEGER NOT NULL,
    hidden INTEGER DEFAULT '0' NOT NULL,
    recorded_at VARCHAR,
    recorded_by VARCHAR,
    recorded_on VARCHAR,
    visit_id VARCHAR,
    person_id VARCHAR,
    name VARCHAR,
    CONSTRAINT pk_visit_person PRIMARY KEY (id),
    CONSTRAINT fk_visit_person_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_visit_person_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
)
;
CREATE INDEX ix_agreement_dispute_id ON agreement (dispute_id)
;
CREATE INDEX ix_agreement_scope ON agreement (scope)
;
CREATE INDEX ix_attachment_household_id ON attachment (household_id)
;
CREATE INDEX ix_attachment_record_id ON attachment (record_id)
;
CREATE INDEX ix_attachment_scope ON attachment (scope)
;
CREATE INDEX ix_audit_log_row ON audit_log (tbl, pk)
;
CREATE INDEX ix_blocker_case_id ON blocker (case_id)
;
CREATE INDEX ix_blocker_scope ON blocker (scope)
;
CREATE INDEX ix_cadre_scope ON cadre (scope)
;
CREATE INDEX ix_campaign_scope ON campaign (scope)
;
CREATE INDEX ix_certificate_case_id ON certificate (case_id)
;
CREATE INDEX ix_certificate_certificate_code ON certificate (certificate_code)
;
CREATE INDEX ix_certificate_contractor_id ON certificate (contractor_id)
;
CREATE INDEX ix_certificate_event_certificate_id ON certificate_event (certificate_id)
;
CREATE INDEX ix_certificate_event_scope ON certificate_event (scope)
;
CREATE INDEX ix_certificate_household_id ON certificate (household_id)
;
CREATE INDEX ix_certificate_scope ON certificate (scope)
;
CREATE INDEX ix_certificate_village_id ON certificate (village_id)
;
CREATE INDEX ix_clause_agreement_id ON clause (agreement_id)
;
CREATE INDEX ix_clause_scope ON clause (scope)
;
CREATE INDEX ix_contact_point_household_id ON contact_point (household_id)
;
CREATE INDEX ix_contact_point_scope ON contact_point (scope)
;
CREATE INDEX ix_contract_contract_code ON contract (contract_code)
;
CREATE INDEX ix_contract_contractor_id ON contract (contractor_id)
;
CREATE INDEX ix_contract_scope ON contract (scope)
;
CREATE INDEX ix_contractor_contractor_code ON contractor (contractor_code)
;
CREATE INDEX ix_contractor_household_id ON contractor (household_id)
;
CREATE INDEX ix_contractor_issuer_id ON contractor (issuer_id)
;
CREATE INDEX ix_contractor_member_contractor_id ON contractor_member (contractor_id)
;
CREATE INDEX ix_contractor_member_scope ON contractor_member (scope)
;
CREATE INDEX ix_contractor_scope ON contractor (scope)
;
CREATE INDEX ix_county_scope ON county (scope)
;
CREATE INDEX ix_decision_matter ON decision (matter)
;
CREATE INDEX ix_decision_record_id ON decision (record_id)
;
CREATE INDEX ix_decision_scope ON decision (scope)
;
CREATE INDEX ix_dispute_marker_household_id ON dispute_marker (household_id)
;
CREATE INDEX ix_dispute_marker_scope ON dispute_marker (scope)
;
CREATE INDEX ix_dispute_scope ON dispute (scope)
;
CREATE INDEX ix_dispute_step_dispute_id ON dispute_step (dispute_id)
;
CREATE INDEX ix_dispute_step_scope ON dispute_step (scope)
;
CREATE INDEX ix_dispute_village_id ON dispute (village_id)
;
CREATE INDEX ix_holding_contractor_id ON holding (contractor_id)
;
CREATE INDEX ix_holding_parcel_id ON holding (parcel_id)
;
CREATE INDEX ix_holding_scope ON holding (scope)
;
CREATE INDEX ix_household_household_no ON household (household_no)
;
CREATE INDEX ix_household_merged ON household(merged_into) WHERE merged_into IS NOT NULL
;
CREATE INDEX ix_household_scope ON household (scope)
;
CREATE INDEX ix_household_village_group_id ON household (village_group_id)
;
CREATE INDEX ix_household_village_id ON household (village_id)
;
CREATE INDEX ix_import_batch_scope ON import_batch (scope)
;
CREATE INDEX ix_import_batch_sha256 ON import_batch (sha256)
;
CREATE INDEX ix_import_flag_batch_id ON import_flag (batch_id)
;
CREATE INDEX ix_import_flag_record_id ON import_flag (record_id)
;
CREATE INDEX ix_import_flag_scope ON import_flag (scope)
;
CREATE INDEX ix_import_row_batch_id ON import_row (batch_id)
;
CREATE INDEX ix_issuer_issuer_code ON issuer (issuer_code)
;
CREATE INDEX ix_issuer_scope ON issuer (scope)
;
CREATE INDEX ix_issuer_village_id ON issuer (village_id)
;
CREATE INDEX ix_land_batch_scope ON land_batch (scope)
;
CREATE INDEX ix_land_case_batch_id ON land_case (batch_id)
;
CREATE INDEX ix_land_case_contractor_id ON land_case (contractor_id)
;
CREATE INDEX ix_land_case_household_id ON land_case (household_id)
;
CREATE INDEX ix_land_case_scope ON land_case (scope)
;
CREATE INDEX ix_land_case_village_id ON land_case (village_id)
;
CREATE INDEX ix_objection_publicity_id ON objection (publicity_id)
;
CREATE INDEX ix_objection_scope ON objection (scope)
;
CREATE INDEX ix_parcel_parcel_code ON parcel (parcel_code)
;
CREATE INDEX ix_parcel_scope ON parcel (scope)
;
CREATE INDEX ix_parcel_village_id ON parcel (village_id)
;
CREATE INDEX ix_party_dispute_id ON party (dispute_id)
;
CREATE INDEX ix_party_household_id ON party (household_id)
;
CREATE INDEX ix_party_scope ON party (scope)
;
CREATE INDEX ix_performance_clause_id ON performance (clause_id)
;
CREATE INDEX ix_performance_scope ON performance (scope)
;
CREATE INDEX ix_person_household_id ON person (household_id)
;
CREATE INDEX ix_person_id_no ON person (id_no)
;
CREATE INDEX ix_person_merged ON person(merged_into) WHERE merged_into IS NOT NULL
;
CREATE INDEX ix_person_scope ON person (scope)
;
CREATE INDEX ix_publicity_batch_id ON publicity (batch_id)
;
CREATE INDEX ix_publicity_scope ON publicity (scope)
;
CREATE INDEX ix_register_entry_contractor_id ON register_entry (contractor_id)
;
CREATE INDEX ix_register_entry_scope ON register_entry (scope)
;
CREATE INDEX ix_reply_request_id ON reply (request_id)
;
CREATE INDEX ix_reply_scope ON reply (scope)
;
CREATE INDEX ix_request_due_on ON request (due_on)
;
CREATE INDEX ix_request_household_id ON request (household_id)
;
CREATE INDEX ix_request_received_on ON request (received_on)
;
CREATE INDEX ix_request_scope ON request (scope)
;
CREATE INDEX ix_request_step_request_id ON request_step (request_id)
;
CREATE INDEX ix_request_step_scope ON request_step (scope)
;
CREATE INDEX ix_request_village_id ON request (village_id)
;
CREATE INDEX ix_request_visit_id ON request (visit_id)
;
CREATE INDEX ix_revisit_dispute_id ON revisit (dispute_id)
;
CREATE INDEX ix_revisit_scope ON revisit (scope)
;
CREATE INDEX ix_screening_scope ON screening (scope)
;
CREATE INDEX ix_screening_village_id ON screening (village_id)
;
CREATE INDEX ix_search_place_tbl_pk ON search_place (tbl, pk)
;
CREATE INDEX ix_setting_name ON setting (name)
;
CREATE INDEX ix_setting_scope ON setting (scope)
;
CREATE INDEX ix_sitting_dispute_id ON sitting (dispute_id)
;
CREATE INDEX ix_sitting_scope ON sitting (scope)
;
CREATE INDEX ix_stage_event_case_id ON stage_event (case_id)
;
CREATE INDEX ix_stage_event_scope ON stage_event (scope)
;
CREATE INDEX ix_sync_cell_seg ON sync_cell (seg)
;
CREATE INDEX ix_sync_conflict_row ON sync_conflict (tbl, pk)
;
CREATE INDEX ix_sync_gone_seg ON sync_gone (seg_hash)
;
CREATE INDEX ix_sync_row_seg ON sync_row (seg)
;
CREATE INDEX ix_sync_segment_device ON sync_segment (device_id, part, seq)
;
CREATE INDEX ix_sync_segment_part_st ON sync_segment (part, st)
;
CREATE INDEX ix_tag_mark_household_id ON tag_mark (household_id)
;
CREATE INDEX ix_tag_mark_scope ON tag_mark (scope)
;
CREATE INDEX ix_township_scope ON township (scope)
;
CREATE INDEX ix_village_group_scope ON village_group (scope)
;
CREATE INDEX ix_village_group_village_id ON village_group (village_id)
;
CREATE INDEX ix_village_scope ON village (scope)
;
CREATE INDEX ix_visit_cadre_scope ON visit_cadre (scope)
;
CREATE INDEX ix_visit_cadre_visit_id ON visit_cadre (visit_id)
;
CREATE INDEX ix_visit_household_id ON visit (household_id)
;
CREATE INDEX ix_visit_person_person_id ON visit_person (person_id)
;
CREATE INDEX ix_visit_person_scope ON visit_person (scope)
;
CREATE INDEX ix_visit_person_visit_id ON visit_person (visit_id)
;
CREATE INDEX ix_visit_scope ON visit (scope)
;
CREATE INDEX ix_visit_village_id ON visit (village_id)
;
CREATE INDEX ix_visit_visited_on ON visit (visited_on)
;
