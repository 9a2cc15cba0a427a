// Proves the CSV files under config/ whole before anything loads them:
//   node --test tests/structure/reference_data.mjs
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const config = fileURLToPath(new URL('../../config/', import.meta.url));
const migration = fileURLToPath(
    new URL('../../migrations/0002_reference.sql', import.meta.url));

const CODE = /^[a-z0-9_]{1,64}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

// RFC 4180, strictly: the loader must never have to guess.
function csv_cells(text) {
    const rows = [];
    let row = [], cell = '', quoted = false;
    for (let i = 0; i < text.length; i++) {
        const c = text[i];
        if (quoted) {
            if (c !== '"')
                cell += c;
            else if (text[i + 1] === '"')
                cell += text[i++];
            else
                quoted = false;
        } else if (c === '"') {
            assert.equal(cell, '', `stray quote in row ${rows.length + 1}`);
            quoted = true;
        } else if (c === ',' || c === '\n') {
            row.push(cell);
            cell = '';
            if (c === '\n') {
                rows.push(row);
                row = [];
            }
        } else {
            cell += c;
        }
    }
    assert.ok(!quoted && !row.length && !cell, 'the last line is not ended');
    return rows;
}

function csv_read(...path) {
    const text = readFileSync(join(config, ...path), 'utf8');
    assert.ok(!/[\r\t\u0000\ufeff\ufffd]/.test(text), `${path}: odd bytes`);
    const [head, ...rows] = csv_cells(text);
    assert.ok(rows.length > 0, `${path}: no rows`);
    assert.equal(new Set(head).size, head.length, `${path}: column twice`);
    return { head, rows: rows.map((cells, i) => {
        assert.equal(cells.length, head.length, `${path} row ${i + 2}: cells`);
        for (const cell of cells)
            assert.equal(cell, cell.trim(), `${path} row ${i + 2}: spaces`);
        return Object.fromEntries(head.map((name, j) => [name, cells[j]]));
    }) };
}

function codes_of(vocabulary) {
    return csv_read('reference', `${vocabulary}.csv`).rows.map(r => r.code);
}

function assert_unique(values, what) {
    const twice = values.filter((v, i) => values.indexOf(v) !== i);
    assert.deepEqual(twice, [], `${what}: twice`);
}

function assert_whole(value, from, to, what) {
    if (value === '')
        return;
    assert.match(value, /^\d+$/, what);
    assert.ok(+value >= from && +value <= to, `${what}: ${value}`);
}

function is_date(text) {
    const day = new Date(`${text}T00:00:00Z`);
    return DATE.test(text) && !Number.isNaN(+day) &&
        day.toISOString().startsWith(text);
}

const vocabularies = readdirSync(join(config, 'reference')).map(name => {
    assert.ok(name.endsWith('.csv'), `${name} is not a CSV file`);
    return name.slice(0, -4);
});
const spokes = csv_read('partnership', 'spokes.csv').rows;
const agencies = csv_read('partnership', 'agencies.csv').rows;
const interventions = csv_read('partnership', 'interventions.csv').rows;
const spoke_codes = spokes.map(s => s.code);

// Nobody chooses from these: they word columns, and some mean the same.
const headings = ['subject_field'];

for (const vocabulary of vocabularies) {
    test(`reference/${vocabulary}: header, codes, labels, order`, () => {
        assert.match(vocabulary, CODE);
        const { head, rows } = csv_read('reference', `${vocabulary}.csv`);
        assert.deepEqual(head.slice(0, 5),
            ['code', 'label', 'position', 'active_from', 'active_to']);
        assert_unique(rows.map(r => r.code), 'code');
        if (!headings.includes(vocabulary))
            assert_unique(rows.map(r => r.label), 'label');
        let before = 0;
        for (const r of rows) {
            assert.match(r.code, CODE);
            assert.notEqual(r.label, '', r.code);
            assert_whole(r.position, before + 1, 1e6, r.code);
            before = +r.position;
            for (const day of [r.active_from, r.active_to])
                assert.ok(day === '' || is_date(day), `${r.code}: ${day}`);
            assert.ok(!r.active_to || r.active_to >= r.active_from, r.code);
        }
    });
}

test('every vocabulary that a column points to has its file', () => {
    const list = /\$list\$([^$]+)\$list\$/.exec(
        readFileSync(migration, 'utf8'))[1].trim().split(/\s+/);
    assert.ok(list.length > 50);
    assert.deepEqual(list.filter(v => !vocabularies.includes(v)), []);
});

test('three different answers: not asked, declined to say, not known', () => {
    const answers = ['not_asked', 'declined_to_say', 'not_known'];
    assert.deepEqual(codes_of('answer_kind'), answers);
    for (const vocabulary of ['ethnicity', 'gender_identity', 'pronouns',
        'language', 'communication_need', 'disability', 'sen_status',
        'care_status', 'education_status']) {
        const codes = codes_of(vocabulary);
        assert.deepEqual(answers.filter(a => !codes.includes(a)), [],
            vocabulary);
    }
});

test('ethnicity: the 19 of the census and not stated, in three codings', () => {
    const { rows } = csv_read('reference', 'ethnicity.csv');
    const stated = rows.filter(r => r.police && r.code !== 'ns');
    assert.equal(stated.length, 19);
    assert.equal(rows.find(r => r.code === 'ns').dfe, 'NOBT');
    for (const r of rows.filter(each => each.police)) {
        assert.equal(r.police.toLowerCase(), r.code);
        assert.match(r.dfe, /^[A-Z]{4}$/, r.code);
        assert.match(r.nhs, ['w3', 'w4'].includes(r.code) ? /^$/ : /^[A-Z]$/);
    }
});

test('risk levels are four, in order', () => {
    const { rows } = csv_read('reference', 'risk_level.csv');
    assert.deepEqual(rows.map(r => [r.code, r.rank]), [['low', '1'],
        ['medium', '2'], ['high', '3'], ['very_high', '4']]);
    assert.ok(rows.every(r => r.meaning));
});

test('risk and protective factors name a known context', () => {
    const contexts = codes_of('risk_context');
    for (const vocabulary of ['risk_factor', 'protective_factor'])
        for (const r of csv_read('reference', `${vocabulary}.csv`).rows)
            assert.ok(contexts.includes(r.context), r.code);
});

test('approaches that do harm say so', () => {
    const { rows } = csv_read('reference', 'intervention_approach.csv');
    const known = ['', 'harmful', 'low', 'moderate', 'high'];
    assert.ok(rows.every(r => known.includes(r.impact)));
    for (const code of ['boot_camps', 'prison_awareness']) {
        const r = rows.find(each => each.code === code);
        assert.equal(r.impact, 'harmful');
        assert.match(r.caution, /Do not commission/);
    }
});

test('outcome measures have bounds and a direction; values lie within', () => {
    const { rows } = csv_read('reference', 'outcome_measure.csv');
    const bounds = new Map();
    for (const r of rows) {
        assert.ok(['higher', 'lower'].includes(r.better), r.code);
        assert.equal(r.min === '', r.max === '', r.code);
        assert.ok(r.min === '' || +r.min < +r.max, r.code);
        bounds.set(r.instrument, [+r.min, +r.max]);
    }
    for (const r of csv_read('reference', 'outcome_value.csv').rows) {
        const [min, max] = bounds.get(r.instrument);
        assert_whole(r.score, min, max, r.code);
        assert.notEqual(r.score, '');
    }
});

test('bands meet without gap or overlap, from end to end', () => {
    const measures = csv_read('reference', 'outcome_measure.csv').rows;
    const { head, rows } = csv_read('reference', 'outcome_band.csv');
    for (const informant of head.slice(6)) {
        assert.ok(codes_of('informant').includes(informant), informant);
        for (const code of new Set(rows.map(r => r.measure))) {
            const ends = rows.filter(r => r.measure === code)
                .map(r => r[informant].split('-').map(Number));
            const { min, max } = measures.find(m => m.code === code);
            assert.equal(ends[0][0], +min);
            assert.equal(ends.at(-1)[1], +max);
            for (let i = 1; i < ends.length; i++)
                assert.equal(ends[i][0], ends[i - 1][1] + 1);
        }
    }
});

test('partnership/order.txt lists each file once, parents first', () => {
    const order = readFileSync(join(config, 'partnership', 'order.txt'),
        'utf8').trim().split('\n');
    const files = readdirSync(join(config, 'partnership'))
        .filter(name => name !== 'order.txt');
    assert.deepEqual(order.map(name => `${name}.csv`).sort(), files.sort());
    const at = name => order.indexOf(name);
    assert.ok(at('spokes') < at('agencies'));
    assert.ok(at('spokes') < at('spoke_settings'));
    assert.ok(at('agencies') < at('interventions'));
});

test('spokes: five, each with its own prefix', () => {
    assert.deepEqual(spokes.map(s => [s.code, s.reference_prefix]),
        [['bathnes', 'BA'], ['bristol', 'BR'], ['northsom', 'NS'],
            ['somerset', 'SO'], ['southglos', 'SG']]);
    for (const s of spokes) {
        assert.match(s.gss_code, /^E06\d{6}$/);
        assert.ok(s.name && s.short_name);
    }
});

test('agencies: unique, of a known type, in a known spoke', () => {
    const types = codes_of('agency_type');
    assert_unique(agencies.map(a => a.code), 'code');
    assert_unique(agencies.map(a => a.name), 'name');
    for (const a of agencies) {
        assert.match(a.code, CODE);
        assert.notEqual(a.name, '', a.code);
        assert.ok(types.includes(a.agency_type), a.code);
        assert.ok(!a.spoke || spoke_codes.includes(a.spoke), a.code);
    }
    assert.ok(agencies.some(a => a.agency_type === 'police' && !a.spoke));
    assert.ok(agencies.some(a => a.agency_type === 'vrp_hub' && !a.spoke));
});

for (const spoke of spoke_codes) {
    test(`${spoke}: the agencies a panel needs, and its schools`, () => {
        const own = agencies.filter(a => a.spoke === spoke);
        for (const type of ['vrp_spoke', 'childrens_social_care', 'mash',
            'early_help', 'youth_justice', 'education_inclusion', 'camhs',
            'emergency_department', 'substance_misuse', 'probation',
            'housing', 'youth_service', 'alternative_provision',
            'vcse_provider', 'parent_group'])
            assert.ok(own.some(a => a.agency_type === type), type);
        const schools = own.filter(a =>
            ['school', 'alternative_provision'].includes(a.agency_type));
        assert.ok(schools.length >= 4 && schools.length <= 6);
    });

    test(`${spoke}: the interventions of the story pattern`, () => {
        for (const kind of ['martial_arts', 'drugs_service', 'youth_service',
            'hospital_navigator']) {
            const entry = interventions.find(i =>
                i.code === `${spoke}_${kind}`);
            assert.equal(entry?.spoke, spoke, kind);
        }
    });
}

test('interventions: every code they carry is known', () => {
    const by_agency = new Map(agencies.map(a => [a.code, a]));
    const columns = { approach: 'intervention_approach',
        prevention_level: 'prevention_level', targeting: 'targeting',
        theme: 'intervention_theme', mode: 'intervention_mode',
        funding_stream: 'funding_stream' };
    assert_unique(interventions.map(i => i.code), 'code');
    assert_unique(interventions.map(i => `${i.spoke}/${i.name}`), 'name');
    for (const [column, vocabulary] of Object.entries(columns)) {
        const known = codes_of(vocabulary);
        for (const i of interventions)
            assert.ok(known.includes(i[column]), `${i.code}: ${column}`);
    }
    for (const i of interventions) {
        const provider = by_agency.get(i.provider);
        assert.match(i.code, CODE);
        assert.ok(spoke_codes.includes(i.spoke), i.code);
        assert.ok(provider, `${i.code}: ${i.provider}`);
        assert.ok(!provider.spoke || provider.spoke === i.spoke, i.code);
        assert.ok(i.name && i.description, i.code);
    }
});

test('interventions: numbers are in bounds and nothing harmful is bought', () => {
    const harmful = csv_read('reference', 'intervention_approach.csv').rows
        .filter(r => r.impact === 'harmful').map(r => r.code);
    for (const i of interventions) {
        assert_whole(i.capacity, 1, 5000, i.code);
        assert_whole(i.planned_sessions, 1, 200, i.code);
        assert_whole(i.planned_hours, 1, 1000, i.code);
        assert_whole(i.min_age, 0, 25, i.code);
        assert_whole(i.max_age, +i.min_age, 25, i.code);
        assert.ok(!harmful.includes(i.approach), i.code);
    }
});

test('each published figure of 2023-24 has its entry in the catalogue', () => {
    const { rows } = csv_read('figures', 'interventions-2023-24.csv');
    assert.equal(rows.length, 20);
    for (const r of rows) {
        const entry = interventions.find(i =>
            i.spoke === r.spoke && i.name === r.intervention);
        assert.deepEqual([entry?.mode, entry?.prevention_level],
            [r.mode, r.prevention_level], r.intervention);
    }
});

test('figures are numbers', () => {
    for (const [file, column] of [['finance-2023-24.csv', 'amount_gbp'],
        ['totals-2023-24.csv', 'published_value']])
        for (const r of csv_read('figures', file).rows)
            assert.match(r[column], /^\d+(\.\d{2})?$/);
});

test('spoke settings: the same settings for each, every value sound', () => {
    const { rows } = csv_read('partnership', 'spoke_settings.csv');
    const types = codes_of('agency_type');
    const wanted = rows.filter(r => r.spoke === spoke_codes[0])
        .map(r => r.setting).sort();
    for (const name of ['triage_working_days', 'agency_check_working_days',
        'referrer_told_working_days', 'first_contact_working_days',
        'first_contact_high_working_days', 'review_days_very_high',
        'review_days_high', 'review_days_medium', 'review_days_low',
        'meeting_name', 'meeting_cadence_days', 'quorum_agency_types'])
        assert.ok(wanted.includes(name), name);
    for (const spoke of spoke_codes)
        assert.deepEqual(rows.filter(r => r.spoke === spoke)
            .map(r => r.setting).sort(), wanted, spoke);
    for (const { spoke, setting, value } of rows) {
        assert.notEqual(value, '', `${spoke} ${setting}`);
        if (/_days|_age$/.test(setting))
            assert_whole(value, 1, 366, `${spoke} ${setting}`);
        if (setting === 'quorum_agency_types')
            for (const type of value.split('|'))
                assert.ok(types.includes(type), `${spoke} ${type}`);
        if (setting === 'meeting_type')
            assert.ok(codes_of('meeting_type').includes(value), value);
    }
});

test('a higher risk is never reviewed later than a lower one', () => {
    const { rows } = csv_read('partnership', 'spoke_settings.csv');
    for (const spoke of spoke_codes) {
        const days = ['very_high', 'high', 'medium', 'low'].map(level =>
            +rows.find(r => r.spoke === spoke &&
                r.setting === `review_days_${level}`).value);
        assert.deepEqual(days, [...days].sort((a, b) => a - b), spoke);
    }
});

test('bank holidays: eight a year on working days, 2023-2028', () => {
    const { rows } = csv_read('partnership', 'bank_holidays.csv');
    const days = rows.map(r => r.date);
    assert_unique(days, 'date');
    assert.deepEqual(days, [...days].sort());
    for (const r of rows) {
        assert.ok(is_date(r.date) && r.name, r.date);
        const weekday = new Date(`${r.date}T00:00:00Z`).getUTCDay();
        assert.ok(weekday >= 1 && weekday <= 5, r.date);
    }
    for (let year = 2023; year <= 2028; year++)
        assert.equal(days.filter(d => d.startsWith(`${year}-`)).length,
            year === 2023 ? 9 : 8, `${year}`);
    // Published dates that a rule of thumb gets wrong: substitutes, the
    // coronation, and one Easter of each year.
    for (const day of ['2023-01-02', '2023-05-08', '2023-04-07', '2024-03-29',
        '2025-04-18', '2026-04-03', '2026-12-28', '2027-03-26', '2027-12-27',
        '2027-12-28', '2028-01-03', '2028-04-14'])
        assert.ok(days.includes(day), day);
});

test('roles are the twelve of the interface', () => {
    const { head, rows } = csv_read('partnership', 'roles.csv');
    assert.deepEqual(head, ['code', 'label', 'description']);
    assert.deepEqual(rows.map(r => r.code), ['spoke_coordinator',
        'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member',
        'referrer', 'provider_worker', 'hub_auditor', 'hub_analyst',
        'hub_grant_officer', 'ig_lead', 'system_admin']);
    assert.ok(rows.every(r => r.label && r.description));
});

test('invented names: enough, unique, of a known sex', () => {
    for (const [file, least] of [['given_names', 200],
        ['family_names', 240], ['street_names', 50]]) {
        const { rows } = csv_read('demo', 'names', `${file}.csv`);
        assert.ok(rows.length >= least, file);
        assert_unique(rows.map(r => r.name), file);
        assert.ok(rows.every(r => /^\p{L}[\p{L}' -]*$/u.test(r.name)), file);
    }
    for (const r of csv_read('demo', 'names', 'given_names.csv').rows)
        assert.ok(['female', 'male', 'either'].includes(r.sex) && r.style);
});

const NAMED_BY = { referral: 'concern', contact: 'contact_type',
    agency_update: 'agency_type', session: 'session_attendance',
    closure: 'closure_reason', exit_summary: 'exit_reason',
    note: 'note_kind' };
// Contact notes that follow from how the visit ended, whatever its type, and
// an agency's plainest answer.
const NAMED_BESIDE = ['contact.not_in', 'contact.declined', 'contact.held',
    'contact.parent_spoken', 'agency_update.nothing_known'];

function narratives() {
    return ['narratives.csv', 'narratives_more.csv'].flatMap(file => {
        const { head, rows } = csv_read('demo', file);
        assert.deepEqual(head, ['kind', 'text'], file);
        return rows;
    });
}

test('narratives: enough, varied, filed under known codes', () => {
    const rows = narratives();
    assert.ok(rows.length >= 400);
    assert_unique(rows.map(r => r.text), 'text');
    for (const { kind } of rows) {
        const [family, code] = kind.split('.');
        if (!code || !NAMED_BY[family] || NAMED_BESIDE.includes(kind))
            continue;
        assert.ok(codes_of(NAMED_BY[family]).includes(code), kind);
    }
});

test('narratives: placeholders fit any pronoun', () => {
    for (const { kind, text } of narratives()) {
        for (const [, name] of text.matchAll(/\{([^}]*)\}/g))
            assert.ok(['name', 'he', 'him', 'his'].includes(name), text);
        // "they was", "they says", and a small letter at a sentence's start.
        assert.doesNotMatch(text, /\{he\} (is|was|has|does|says|wants|needs|comes|goes)\b/);
        assert.doesNotMatch(text, /(^|[.!?] )\{(he|him|his)\}/, text);
        assert.ok(kind && text.length >= 20 && text.length <= 500, text);
    }
});
