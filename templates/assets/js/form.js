/* The submission form: reads the fields, says what is wrong in the words of `check`, writes the record's file.
   What it asks, refuses and says stands in form.json, printed from the models; `f` is always a field: an element of
   class f with data-name, data-w (its widget) and data-t (its type). */
"use strict";
fetch("form.json").then(answer => answer.json()).then(plan => {
const { assign, fromEntries } = Object, byId = id => document.getElementById(id);
const find = (root, selector) => root.querySelector(selector), all = (root, selector) => [...root.querySelectorAll(selector)];
const fit = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
function make(tag, className, ...inner) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...inner);
  return node;
}
const form = byId("form"), slug = byId("f-slug"), { words, site } = plan, steps = all(form, ".step"), escaped = encodeURIComponent;
const media = new Map(), known = new Map(); // file name → bytes; slug → what the directory says of it
const today = new Date(Date.now() + 108e5).toISOString().slice(0, 10); // Damascus is three hours ahead all year
let kept = {}, before, count = 0, at = 0, isSlugTyped = false, store = "tasharuk-" + plan.kind;

/* --- the file: the same bytes as tasharuk/dump.py */
const S = "(?:[^\\S\\ufeff]|[\\x1c-\\x1f\\x85])"; // what Python calls space
const unsafe = new RegExp(`:(?:${S}|$)|${S}#|^${S}|${S}$|[\\x00-\\x1f\\x7f]`), blank = new RegExp(`^${S}*$`), ended = new RegExp(S + "$");
const bare = text => text.replace(/^\n+|\n+$/g, "");
const isEmpty = value => value == null || (typeof value === "object" ? Object.values(value).every(isEmpty) : blank.test(value));
function scalar(value, indent) {
  const text = bare(String(value)), lines = text.split("\n");
  if (lines[1] != null && !/^[ \t]/.test(text) && !lines.some(line => ended.test(line) || line.includes("\t")))
    return ["|", ...lines.map(line => line && indent + line)];
  if (/^[\p{L}\p{N}+\u00ab(]/u.test(text) && !unsafe.test(text)) return [text];
  return ['"' + text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\t/g, "\\t") + '"'];
}
function mapping(data, indent) {
  const inner = indent + "  ";
  return Object.entries(data).flatMap(([name, value]) => {
    if (isEmpty(value)) return [];
    name = indent + name + ":";
    if (typeof value === "object") return [name, ...(Array.isArray(value) ? list : mapping)(value, inner)];
    const [first, ...more] = scalar(value, inner);
    return [name + " " + first, ...more];
  });
}
function list(values, indent) {
  const inner = indent + "  ";
  return values.filter(value => !isEmpty(value)).flatMap(value => {
    const [first, ...more] = (typeof value === "object" ? mapping : scalar)(value, inner);
    return [indent + "- " + (first.startsWith(inner) ? first.slice(inner.length) : first), ...more];
  });
}
function dump(data, body = "", front) {
  const text = mapping(data, "").map(line => line + "\n").join("");
  if (!front && !body) return text;
  body = bare(body);
  return `---\n${text}---\n` + (body && `\n${body}\n`);
}

/* --- fields → values, values → fields */
const key = f => f.dataset.name, widget = f => f.dataset.w, control = f => find(f, "input,select,textarea");
const parts = root => all(root, ".f[data-name]").filter(f => (f.parentElement.closest(".f[data-name],.item") || form) === root);
const items = f => [...f.children].filter(child => child.className === "item"), first = item => item.firstElementChild;
const inside = f => ({ group: parts, repeat: f => [...find(f, "template").content.children] })[widget(f)]?.(f); // the fields of one item
function clean(text, type) {
  text = text.trim();
  if (!/^(line|name|text|summary|markdown|title)$/.test(type)) text = text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, digit => digit.charCodeAt() & 15).replace(/[\u200e\u200f\u061c]/g, "");
  if (/slug|fresh|owner/.test(type)) text = text.replace(/[?#].*/, "").replace(/\/+$/, "").split("/").pop(); // a page's address will do
  return type === "summary" ? text.replace(/\s*\n\s*/g, " ") : text;
}
const reads = {
  group: valuesIn,
  repeat: f => items(f).map(valuesIn),
  values: f => items(f).map(item => valueOf(first(item))),
  checks: f => [...f.chosen || []],
  lines: f => control(f).value.split("\n").map(line => line.trim()).filter(Boolean),
  consent: f => control(f).checked ? "true" : "",
  file: f => f.file || "",
};
function valueOf(f) { return (reads[widget(f)] || (() => clean(control(f).value, f.dataset.t)))(f); }
function valuesIn(root) { return fromEntries(parts(root).map(f => [key(f), valueOf(f)])); }
const own = () => fromEntries(all(form, "[data-file]").map(f => [f.dataset.file, valueOf(f)])); // slug, owner, body
function record() {
  const typed = { ...kept, ...valuesIn(form), updated: today };
  return fromEntries(plan.order.map(name => [name, typed[name]]));
}
const fills = {
  group: (f, value) => fillAll(f, value || {}),
  repeat: (f, value) => refill(f, value, fillAll),
  values: (f, value) => refill(f, isEmpty(value) ? [""] : value, (item, one) => fill(first(item), one)),
  checks(f, value) {
    f.chosen = [...value || []];
    for (const box of all(f, "input")) box.checked = f.chosen.includes(box.value);
  },
  lines: (f, value) => { control(f).value = (value || []).join("\n"); },
  consent: (f, value) => { control(f).checked = String(value) === "true"; },
  file: (f, value) => showFile(f, media.has(value) || JSON.stringify(kept).includes(`"${value}"`) ? value : ""), // no draft keeps pictures
};
function refill(f, values, fillOne) {
  for (const item of items(f)) item.remove();
  for (const value of values || []) fillOne(addItem(f), value);
}
function fill(f, value) {
  const write = fills[widget(f)];
  if (!isEmpty(value)) unfold(f);
  if (write) return write(f, value);
  const input = control(f), text = String(value ?? "");
  input.value = text;
  if (input.value !== text && input.options) input.add(new Option(text, text)), input.value = text;
}
function fillAll(root, values) { for (const f of parts(root)) fill(f, values[key(f)]); }
function unfold(f) { while (f = f.parentElement.closest("details")) f.open = true; }
const remover = onclick => assign(make("button", "btn alt mini", words.remove), { type: "button", onclick });
function addItem(f) {
  const item = make("div", "item"), add = find(f, ":scope>[data-add]");
  item.innerHTML = find(f, "template").innerHTML.replace(/-N\b/g, "-" + ++count);
  item.append(remover(() => {
    item.remove();
    save();
    add.focus();
  }));
  add.before(item);
  prepare(item);
  return item;
}
function prepare(root) {
  for (const select of all(root, "select")) {
    for (const [value, text] of plan.choices[select.dataset.choices]) select.add(new Option(text, value));
    select.value = "";
  }
  for (const f of all(root, "[data-w=checks]"))
    for (const [value, text] of plan.choices[f.dataset.choices]) {
      if (!value) continue;
      const box = assign(make("input", ""), { type: "checkbox", value });
      find(f, ".cs").append(make("label", "", box, text));
      box.onchange = () => { f.chosen = [...(f.chosen || []).filter(one => one !== value), ...box.checked ? [value] : []]; }; // in the order of the ticks
    }
  for (const add of all(root, "[data-add]")) add.onclick = () => control(addItem(add.parentElement)).focus();
  for (const f of all(root, "[data-w=file]")) control(f).onchange = () => take(f);
  for (const f of all(root, "[data-w=values]")) addItem(f);
}

/* --- pictures, and the zip that holds them */
const sums = [...Array(256).keys()].map(n => {
  for (let bit = 8; bit--;) n = n & 1 ? n >>> 1 ^ 0xedb88320 : n >>> 1;
  return n;
});
const crc = bytes => ~bytes.reduce((sum, byte) => sums[(sum ^ byte) & 255] ^ sum >>> 8, -1) >>> 0;
const utf8 = text => new TextEncoder().encode(text), bytesOf = async blob => new Uint8Array(await blob.arrayBuffer());
const picture = blob => assign(new Image(), { alt: "", src: URL.createObjectURL(blob) });
const image = name => media.has(name) && name.endsWith("jpg") && picture(new Blob([media.get(name)]));
async function shrunk(file, type) {
  const bytes = await bytesOf(file), head = String.fromCharCode(...bytes.slice(0, 12)), isPdf = type === "media_file" && head.startsWith("%PDF-");
  const limit = isPdf ? 5 : 25;
  if (!isPdf && !/^(\xff\xd8\xff|\x89PNG|RIFF[^]{4}WEBP)/.test(head)) throw ["media_type"];
  if (file.size > limit * 1e6) throw ["image_too_heavy", { limit }];
  if (isPdf) return [bytes, "pdf"];
  const image = picture(file);
  await image.decode().catch(() => { throw ["damaged_image"]; });
  const { width, height } = image, scale = Math.min(1, 1600 / Math.max(width, height));
  if (Math.min(width, height) < 32) throw ["image_too_small", { width, height, limit: 32 }];
  const canvas = make("canvas", ""), pen = canvas.getContext("2d"), size = [0, 0, canvas.width = width * scale, canvas.height = height * scale];
  pen.fillStyle = "#fff"; // JPEG knows no transparency
  pen.fillRect(...size);
  pen.drawImage(image, ...size); // pixels only: where it was taken is gone
  return [await bytesOf(await new Promise(done => canvas.toBlob(done, "image/jpeg", 0.8))), "jpg"];
}
async function take(f) {
  const [file] = control(f).files;
  if (!file) return;
  pardon(f);
  try {
    const [bytes, ending] = await shrunk(file, f.dataset.t), stem = latin(file.name.replace(/\.\w+$/, "")).slice(0, 30) || "file";
    const name = `${stem}-${crc(bytes).toString(16)}.${ending}`; // no other picture is called so
    media.set(name, bytes);
    showFile(f, name);
  } catch ([code, more]) { judge(f, code, { given: file.name, ...more }, []); }
  control(f).value = "";
}
function showFile(f, name) {
  f.file = name;
  find(f, ".pic").replaceChildren(...name ? [image(name) || "", bdi(name), remover(() => {
    showFile(f, "");
    control(f).focus();
  })] : []);
}
function zip(files) {
  const short = (...numbers) => Uint16Array.from(numbers), long = number => [number & 65535, number >>> 16], out = [], index = [], n = files.length;
  let offset = 0;
  for (const [path, bytes] of files) {
    const name = utf8(path), size = long(bytes.length);
    // stored, names in UTF-8, the first day of 1980: equal files, equal bytes
    const same = [20, 2048, 0, 0, 33, ...long(crc(bytes)), ...size, ...size, name.length, 0];
    index.push(short(0x4b50, 0x201, 20, ...same, 0, 0, 0, 0, 0, ...long(offset)), name);
    out.push(short(0x4b50, 0x403, ...same), name, bytes);
    offset += 30 + name.length + bytes.length;
  }
  const table = new Blob(index);
  return new Blob([...out, table, short(0x4b50, 0x605, 0, 0, n, n, ...long(table.size), ...long(offset), 0)]);
}

/* --- what is wrong, in the words of `check` */
function isIban(text) {
  let rest = 0;
  text = text.replace(/[\s-]/g, "").toUpperCase();
  for (const digit of (text.slice(4) + text.slice(0, 4)).replace(/[A-Z]/g, letter => letter.charCodeAt() - 55)) rest = (rest * 10 + +digit) % 97;
  return rest === 1;
}
function refusal(type, text) {
  for (const [code, pattern] of plan.refused[type] || []) if (new RegExp(pattern, "u").test(text)) return code;
  if (type === "iban") return !isIban(text) && "bad_iban";
  if (type === "owner") return known.get(text) === false && "no_profile";
  return type === "fresh" && !before && known.get(text) && "taken";
}
const label = f => find(f, "label,legend").textContent.replace("*", "").trim();
function pardon(root) {
  for (const note of all(root, "span.bad")) note.remove();
  for (const input of all(root, "[aria-invalid]")) input.removeAttribute("aria-invalid");
}
function judge(f, code, more, wrong) {
  const input = widget(f) === "checks" ? f : control(f), named = { field: fit(words.quoted, { text: label(f) }), today, ...more, ...plan.limits[code] };
  const text = fit(plan.problems[code].join(" "), named), note = make("span", "bad", text);
  note.id = input.id + "-e";
  f.append(note);
  if (input !== f) input.setAttribute("aria-invalid", true);
  input.setAttribute("aria-describedby", [input.id + "-h", note.id].filter(byId).join(" "));
  unfold(f);
  wrong.push([input.id, label(f) + words.colon + " " + text]);
}
function codeOf(f, value) {
  const { w, t, req, limit, most, name } = f.dataset;
  if (isEmpty(value)) return req && ({ checks: "too_few", consent: "consent_missing" }[w] || "required_field");
  if (w === "checks") return value.length > most ? "too_many" : value.includes("national") && value[1] && "national_alone";
  return [value].flat().some(one => one.length > limit) ? "too_long" : w === "date" && plan.past.includes(name) && value > today ? "future_date" : refusal(t, value);
}
function check(fields, wrong) {
  for (const f of fields) {
    const { w, req, limit, most } = f.dataset, value = valueOf(f);
    if (w === "repeat" || w === "values") {
      if (req && isEmpty(value)) judge(first(items(f)[0] || addItem(f)), "too_few", {}, wrong);
      for (const item of items(f)) if (!isEmpty(valuesIn(item))) check(parts(item), wrong);
    } else if (w === "group") {
      if (req || !isEmpty(value)) check(parts(f), wrong);
    } else {
      const code = codeOf(f, value);
      if (code) judge(f, code, { given: String(value).slice(0, 80), limit: limit || most }, wrong);
    }
  }
  for (const pair of plan.ordered) {
    const [expected, given] = pair.map(name => fields.filter(f => key(f) === name).map(valueOf)[0]);
    if (given && given < expected) judge(fields.find(f => key(f) === pair[1]), "date_order", { given, expected }, wrong);
  }
}
function need(step, name, code, wrong) {
  const group = find(step, `[data-name=${name}]`), data = record();
  if (group && isEmpty(data[name]) && !data.withheld.some(row => (row.field + ".").startsWith(name + "."))) judge(find(group, ".f"), code, {}, wrong);
}
async function isRight(step) {
  const wrong = [], box = find(step, ".wrong"), { status, legal_form } = record();
  const asked = plan.lookup ? all(step, "[data-t=owner],[data-t=fresh]").map(valueOf).filter(Boolean) : [];
  await Promise.race([Promise.all(asked.map(name => ask(name).catch(() => {}))), new Promise(done => setTimeout(done, 4e3))]);
  pardon(step);
  check(all(step, ".f").filter(f => !f.parentElement.closest(".f,.item")), wrong);
  if (status !== "pending" && !plan.unregistered.includes(legal_form)) need(step, "registration", "registration_required", wrong);
  need(step, "contacts", "contact_required", wrong);
  box.textContent = "";
  if (!wrong[0]) return true;
  box.append(words.errors, make("ul", "", ...wrong.map(([id, text]) => make("li", "", assign(make("a", "", text), { href: "#" + id })))));
  box.focus();
}
// an organization's data, false where the directory has none; without a line nobody can say
async function ask(name) {
  if (!known.has(name)) {
    const answer = await fetch(`${plan.root}organizations/${escaped(name)}/index.json`);
    known.set(name, answer.ok && await answer.json());
  }
  return known.get(name);
}

/* --- steps, draft, the change of what is there */
function show(n, isFirst) {
  const isLast = n === steps.length - 1;
  at = n;
  steps.forEach((step, index) => { step.hidden = index !== n; });
  byId("back").hidden = !n;
  byId("next").hidden = isLast;
  byId("bar").value = n + 1;
  byId("at").textContent = fit(words.progress, { n: n + 1, total: steps.length });
  if (isLast) finish();
  if (isFirst) return;
  find(steps[n], "h2").focus();
  scrollTo(0, form.offsetTop);
}
function save() {
  try { localStorage.setItem(store, JSON.stringify([own(), valuesIn(form)])); } catch { /* a full or closed store: no draft */ }
}
function restore(text = "") {
  try {
    const [typed, data] = JSON.parse(localStorage.getItem(store));
    fillAll(form, data);
    for (const f of all(form, "[data-file]")) fill(f, typed[f.dataset.file]);
    isSlugTyped = !!slug.value;
    text = words.restored;
  } catch { /* no draft, or one of another time */ }
  say(text);
}
function say(text) { byId("say").textContent = text; }
function adopt(data) {
  kept = data;
  fillAll(form, data);
}
async function load() {
  say(words.loading);
  try {
    const found = await ask(clean(byId("f-change").value, "owner").toLowerCase());
    adopt(found.profile);
    before = record();
    store += "-" + found.slug;
    slug.value = found.slug;
    slug.readOnly = true;
    byId("change").open = false;
    restore(fit(navigator.onLine ? words.loaded : words.kept, kept));
    show(0);
  } catch { say(words.not_found); }
}
function latin(text) {
  const letters = fromEntries(words.letters.split(" ").map(pair => [pair[0], pair.slice(1)]));
  const plain = [...text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")].map(one => letters[one] ?? one).join("");
  return plain.replace(/[^a-z0-9]+/g, "-").slice(0, 50).replace(/^-+|-+$/g, "");
}

/* --- the end: what changes, the preview, the ways to send */
const joined = values => values.filter(Boolean).join(words.comma + " "), ltr = text => `\u2066${text}\u2069`; // digits in groups keep their order
const bdi = text => make("bdi", "", text), plain = text => text && text.replace(/^#+ |\*\*/gm, ""); // a preview knows no Markdown
function shown(f, value) {
  const inner = inside(f), choices = f.dataset.choices || control(f)?.dataset.choices || "flag";
  if (isEmpty(value)) return "";
  if (Array.isArray(value)) return joined(value.map(one => shown(f, one)));
  if (inner) return joined(inner.map(part => isEmpty(value[key(part)]) ? "" : label(part) + words.colon + " " + shown(part, value[key(part)])));
  if (widget(f) === "values" || widget(f) === "text" && find(f, "[dir=ltr]")) return ltr(value);
  return fromEntries(plan.choices[choices])[value] || plain(value);
}
function facts(fields, data) {
  return make("dl", "kv", ...fields.filter(f => !isEmpty(data[key(f)])).map(f => {
    const value = data[key(f)], inner = inside(f);
    return make("div", "", make("dt", "", label(f)), make("dd", "", ...inner ? [value].flat().map(one => facts(inner, one)) : [image(value) || bdi(shown(f, value))]));
  }));
}
function preview(data, title, body) {
  const [mark, name, second, chips, lead, text, rows] = all(byId("preview"), "[data-show]"), fields = parts(form), isChip = f => plan.chips.includes(key(f));
  mark.replaceChildren(image(data.logo) || [...title][0]);
  name.textContent = title;
  second.textContent = data.name_en;
  lead.textContent = data.summary;
  text.textContent = plain(body);
  chips.replaceChildren(...fields.filter(isChip).flatMap(f => [data[key(f)] || []].flat().map(value => make("span", "chip", shown(f, value)))));
  rows.replaceChildren(facts(fields.filter(f => !isChip(f) && !/^(name|title|name_en|summary|logo)$/.test(key(f))), data));
}
const same = (a, b) => dump({ a }) === dump({ a: b });
function changes(f, old, now, trail, isRisky) {
  if (same(old, now)) return [];
  const path = trail + label(f), inner = inside(f);
  isRisky = isRisky || f.dataset.t === "phone" || !trail && plan.risky.includes(key(f));
  const pair = (a, b) => inner && a && b ? inner.flatMap(part => changes(part, a[key(part)], b[key(part)], path + words.colon + " ", isRisky)) : [[path, shown(f, a), shown(f, b), isRisky]];
  if (widget(f) !== "repeat") return pair(old, now);
  const less = (some, others) => some.filter(one => !others.some(other => same(one, other))), gone = less(old, now), come = less(now, old);
  return (gone[come.length] ? gone : come).flatMap((_, n) => pair(gone[n], come[n]));
}
function tellChanges(data) {
  const rows = parts(form).flatMap(f => changes(f, before[key(f)], data[key(f)], "")).sort((a, b) => !!b[3] - !!a[3]), { phones, whatsapp } = before.contacts;
  const side = (tag, word, text) => make(tag, "", word + " ", bdi(text || "\u2013"));
  byId("changes").hidden = false;
  byId("call").hidden = !rows.some(row => row[3]);
  byId("old").textContent = joined([...phones, whatsapp].map(one => one && ltr(one)));
  byId("rows").replaceChildren(...rows.map(([path, old, now]) => make("div", "", make("dt", "", path), make("dd", "", side("del", words.was, old), side("ins", words.now, now)))));
}
function finish() {
  const data = record(), { owner, body } = own(), name = data.name || data.title, stem = (plan.dated ? data[plan.dated] + "-" : "") + slug.value;
  const placed = pattern => pattern.replace("<organization>", owner).replace("<slug>", stem), path = placed(plan.pattern), text = dump(data, body, path.endsWith("md"));
  const used = [...media].filter(([file]) => text.includes(file)), isZip = !!used[0], flat = path.replace(/\//g, "--"), file = isZip ? flat.replace(/\w+$/, "zip") : flat;
  const blob = isZip ? zip([[path, utf8(text)], ...used.map(([file, bytes]) => [placed(plan.media) + "/" + file, bytes])]) : new Blob([text]);
  preview(data, name, body);
  if (before) tellChanges(data);
  byId("text").textContent = text;
  byId("path").textContent = path;
  const save = byId("save").onclick = () => {
    assign(make("a", ""), { href: URL.createObjectURL(blob), download: file }).click();
    say(fit(words.saved, { file }));
  };
  const said = fit(words.message, { name, file }), message = escaped(said);
  // Chrome hands on text files but no YAML; `intake` takes the second ending off
  const [ending, type] = isZip ? ["", "application/zip"] : [".txt", "text/plain"], shared = { text: said, files: [new File([blob], file + ending, { type })] };
  byId("share").hidden = !navigator.canShare?.(shared);
  byId("share").onclick = () => navigator.share(shared).catch(error => error.name === "AbortError" || save());
  link("whatsapp", site.whatsapp && `https://wa.me/${site.whatsapp}?text=${message}`);
  link("email", site.email && `mailto:${site.email}?subject=${escaped(fit(words.subject, { name }))}&body=${message}`);
  const made = `${site.repository}/new/main?filename=${escaped(path)}&value=${escaped(text)}`, folder = path.replace(/\/[^/]+$/, "");
  const isShort = made.length <= 6000 && !before && !isZip; // GitHub makes no file that is there already
  link("github", site.repository && (isShort ? made : `${site.repository}/upload/main/${folder}`));
  byId("upload").textContent = isShort ? "" : fit(words.upload, { folder });
}
function link(id, href) {
  byId(id).href = href;
  byId(id).parentElement.hidden = !href;
}
prepare(form);
byId("next").onclick = async () => { if (await isRight(steps[at])) show(at + 1); };
byId("back").onclick = () => show(at - 1);
byId("clear").onclick = () => {
  try { localStorage.removeItem(store); } catch { /* none was kept */ }
  location.reload();
};
form.oninput = ({ target }) => {
  if (target === slug) isSlugTyped = !!slug.value;
  else if (plan.named.includes(key(target.parentElement)) && !isSlugTyped && !before)
    slug.value = plan.named.map(name => latin(record()[name])).find(Boolean) || `${plan.kind}-${today}`;
  save();
};
form.onchange = ({ target: { id, value } }) => {
  const places = byId("f-governorates");
  if (id === "f-headquarters" && value && isEmpty(valueOf(places))) fill(places, [value]); // most work where they are
  save();
};
for (const name of plan.today) fill(find(form, `[data-name=${name}]`), today);
restore();
form.hidden = false;
show(0, true);
window.tasharuk = { clean, dump, record, refusal, fill: adopt };
if (byId("change")) {
  const given = new URLSearchParams(location.search).get("organization");
  byId("ask").onsubmit = event => {
    event.preventDefault();
    load();
  };
  byId("change").open = location.hash === "#change";
  if (given) byId("f-change").value = given, load();
}
if (plan.offline) navigator.serviceWorker?.register(plan.root + "submit/sw.js").catch(() => {});
});
