// PouchDB over leveldb (and over memory): `node peer_pouchdb.js FOLDER ROWS`, run where the npm package is installed.
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const { createRequire } = require("module");
const need = createRequire(path.join(process.cwd(), "x.js"));
const PouchDB = need("pouchdb");
PouchDB.plugin(need("pouchdb-adapter-memory"));

const [folder, rows] = process.argv.slice(2);
const EDITED = 1000, DELETED = 200, BATCH = 1000;
const seconds = (start) => Number(process.hrtime.bigint() - start) / 1e9;
const size = (dir) => fs.readdirSync(dir).reduce((sum, name) => sum + fs.statSync(path.join(dir, name)).size, 0);

async function documents() {
  const found = [];
  let columns = null;
  for await (const line of readline.createInterface({ input: fs.createReadStream(rows) })) {
    const read = JSON.parse(line);
    if (columns === null) { columns = read; continue; }
    const doc = { table: read[0] };
    columns[read[0]].forEach((name, index) => { if (read[1][index] !== null) doc[name] = read[1][index]; });
    doc._id = doc.table + ":" + doc.id;
    delete doc.id;
    found.push(doc);
  }
  return found;
}

async function put(db, docs) {
  for (let at = 0; at < docs.length; at += BATCH) await db.bulkDocs(docs.slice(at, at + BATCH));
}

const of = async (db, table) =>
  (await db.allDocs({ include_docs: true, startkey: table + ":", endkey: table + ":~" })).rows.map((row) => row.doc);
const carry = (from, to) => from.replicate.to(to, { batch_size: BATCH });

async function speed(name, options, docs, figures) {
  const here = new PouchDB(path.join(folder, name + "-here"), options);
  const there = new PouchDB(path.join(folder, name + "-there"), options);
  let start = process.hrtime.bigint();
  await put(here, docs);
  figures[name + "_produce"] = seconds(start);
  start = process.hrtime.bigint();
  await carry(here, there);
  figures[name + "_take_in"] = seconds(start);
  start = process.hrtime.bigint();
  await carry(here, there);
  figures[name + "_again"] = seconds(start);
  return [here, there];
}

async function changes(here, there, figures) {
  const visits = (await of(here, "visit")).map((doc) => ({ ...doc, place_note: "田间", purpose: "续访" }));
  await put(here, visits);
  const start = process.hrtime.bigint();
  await carry(here, there);
  figures.update = seconds(start);
}

async function behaviour(here, there, figures) {
  const visits = (await of(there, "visit")).slice(0, EDITED);
  const requests = (await of(there, "request")).slice(0, DELETED);
  await put(there, visits.map((doc) => ({ ...doc, purpose: "镇里核对" })));
  await put(there, requests.map((doc) => ({ _id: doc._id, _rev: doc._rev, _deleted: true })));
  await put(here, visits.map((doc) => ({ ...doc, purpose: "再访" })));
  await put(here, requests.map((doc) => ({ ...doc, content: "新话：" + doc.content })));
  await carry(here, there);
  const after = await there.allDocs({ include_docs: true, conflicts: true });
  figures.surfaced = after.rows.filter((row) => row.doc._conflicts).length;
  figures.kept = after.rows.filter((row) => (row.doc.content || "").startsWith("新话：")).length;
}

async function restored(figures) {
  const name = path.join(folder, "laptop");
  const office = new PouchDB(path.join(folder, "office"));
  const add = (db, from, count) =>
    put(db, Array.from({ length: count }, (_none, n) => ({ _id: "v" + (from + n), talk: "老人身体还好" })));
  let laptop = new PouchDB(name);
  await add(laptop, 0, 20);
  await carry(laptop, office);
  await laptop.close();
  fs.cpSync(name, name + "-copy", { recursive: true });
  laptop = new PouchDB(name);
  await add(laptop, 100, 100);
  await carry(laptop, office);
  await laptop.close();
  fs.rmSync(name, { recursive: true });
  fs.renameSync(name + "-copy", name);
  laptop = new PouchDB(name);
  await add(laptop, 1000, 50);
  await carry(laptop, office);
  await carry(office, laptop);
  figures.lost_office = 170 - (await office.info()).doc_count;
  figures.lost_laptop = 170 - (await laptop.info()).doc_count;
}

async function main() {
  const figures = {};
  const docs = await documents();
  const [here, there] = await speed("leveldb", {}, docs, figures);
  figures.bytes = size(path.join(folder, "leveldb-here"));
  await changes(here, there, figures);
  await behaviour(here, there, figures);
  await restored(figures);
  figures.peak_mb = process.resourceUsage().maxRSS / 1024;
  await speed("memory", { adapter: "memory" }, docs, figures);
  console.log(JSON.stringify(figures));
}

main().catch((error) => { console.error(error); process.exit(1); });
