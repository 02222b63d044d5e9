/* The submission form: reads the fields, says what is wrong in the words of `check`, writes the record's file. */
"use strict";
fetch("form.json").then(function (answer) { return answer.json(); }).then(function (plan) {
var byId = function (id) { return document.getElementById(id); };
var form = byId("form"), words = plan.words, kept = {}, count = 0, at = 0;
var steps = Array.from(form.querySelectorAll(".step")), slug = byId("f-slug"), isSlugTyped = false, isChange = false;
var store = "tasharuk-" + plan.kind;

/* --- the file: the same bytes as tasharuk/dump.py */
var S = "[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
var unsafe = new RegExp(":(?:" + S + "|$)|" + S + "#|^" + S + "|" + S + "$|[\\x00-\\x1f\\x7f]");
var blank = new RegExp("^" + S + "*$"), ended = new RegExp(S + "$");
function isEmpty(value) {
  if (value === null || value === undefined) return true;
  if (typeof value === "object") return Object.values(value).every(isEmpty);
  return typeof value === "string" && blank.test(value);
}
function scalar(value, indent) {
  var text = String(value).replace(/^\n+|\n+$/g, ""), lines = text.split("\n");
  if (lines.length > 1 && !/^[ \t]/.test(text) && !lines.some(function (line) { return ended.test(line) || line.includes("\t"); }))
    return ["|"].concat(lines.map(function (line) { return line && indent + line; }));
  if (/^[\p{L}\p{N}+\u00ab(]/u.test(text) && !unsafe.test(text)) return [text];
  text = text.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\t/g, "\\t");
  return ['"' + text + '"'];
}
function mapping(data, indent) {
  var out = [], inner = indent + "  ";
  Object.keys(data).forEach(function (key) {
    var value = data[key], lines;
    if (isEmpty(value)) return;
    if (Array.isArray(value)) out.push(indent + key + ":"), out = out.concat(list(value, inner));
    else if (typeof value === "object") out.push(indent + key + ":"), out = out.concat(mapping(value, inner));
    else lines = scalar(value, inner), out.push(indent + key + ": " + lines[0]), out = out.concat(lines.slice(1));
  });
  return out;
}
function list(items, indent) {
  var out = [], inner = indent + "  ";
  items.forEach(function (item) {
    if (isEmpty(item)) return;
    var lines = typeof item === "object" ? mapping(item, inner) : scalar(item, inner);
    out.push(indent + "- " + (lines[0].startsWith(inner) ? lines[0].slice(inner.length) : lines[0]));
    out = out.concat(lines.slice(1));
  });
  return out;
}
function dump(data, body, front) {
  var text = mapping(data, "").map(function (line) { return line + "\n"; }).join("");
  if (!front && !body) return text;
  var end = (body || "").replace(/^\n+|\n+$/g, "");
  return "---\n" + text + "---\n" + (end && "\n" + end + "\n");
}

/* --- fields → values, values → fields */
var free = { line: 1, name: 1, text: 1, summary: 1, markdown: 1, title: 1 };
function parts(root) {
  return Array.from(root.querySelectorAll(".f[data-name]")).filter(function (field) {
    return (field.parentElement.closest(".f[data-name],.item") || form) === root;
  });
}
function control(field) { return field.querySelector("input,select,textarea"); }
function digits(text) {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, function (digit) { return digit.charCodeAt(0) & 15; });
}
function clean(text, type) {
  text = text.replace(/\r/g, "").split("\n").map(function (line) { return line.trimEnd(); }).join("\n").trim();
  if (!free[type]) text = digits(text).replace(/[\u200e\u200f\u061c]/g, "");
  return type === "summary" ? text.replace(/\s*\n\s*/g, " ") : text;
}
function items(field) { return Array.from(field.children).filter(function (child) { return child.className === "item"; }); }
function valueOf(field) {
  var kind = field.dataset.w;
  if (kind === "group") return valuesIn(field);
  if (kind === "repeat") return items(field).map(valuesIn);
  if (kind === "values") return items(field).map(function (item) { return valueOf(item.querySelector(".f")); });
  if (kind === "checks") return (field.chosen || []).slice();
  if (kind === "lines") return control(field).value.split("\n").map(function (line) { return line.trim(); }).filter(Boolean);
  return clean(control(field).value, field.dataset.t);
}
function valuesIn(root) {
  var found = {};
  parts(root).forEach(function (field) { found[field.dataset.name] = valueOf(field); });
  return found;
}
function record() {
  var typed = valuesIn(form), whole = {};
  typed.updated = new Date(Date.now() + 108e5).toISOString().slice(0, 10); // Damascus is three hours ahead all year
  plan.order.forEach(function (name) { whole[name] = name in typed ? typed[name] : kept[name]; });
  return whole;
}
function fill(field, value) {
  var kind = field.dataset.w;
  if (kind === "group") return fillAll(field, value || {});
  if (kind === "repeat" || kind === "values") {
    items(field).forEach(function (item) { item.remove(); });
    (value || []).forEach(function (one) {
      var item = addItem(field);
      if (kind === "repeat") fillAll(item, one);
      else fill(item.querySelector(".f"), one);
    });
  } else if (kind === "checks") {
    field.chosen = (value || []).slice();
    field.querySelectorAll("input").forEach(function (box) { box.checked = field.chosen.includes(box.value); });
  } else {
    var input = control(field), text = kind === "lines" ? (value || []).join("\n") : value === undefined || value === null ? "" : String(value);
    input.value = text;
    if (input.value !== text && input.options) input.add(new Option(text, text)), input.value = text;
  }
  var fold = field.closest("details");
  if (fold && !isEmpty(value)) fold.open = true;
}
function fillAll(root, values) { parts(root).forEach(function (field) { fill(field, values[field.dataset.name]); }); }
function addItem(field) {
  var item = document.createElement("div"), remove = document.createElement("button"), n = ++count;
  item.className = "item";
  item.innerHTML = field.querySelector("template").innerHTML.replace(/-N\b/g, "-" + n);
  remove.type = "button";
  remove.className = "btn alt mini";
  remove.textContent = words.remove;
  remove.onclick = function () { item.remove(); save(); field.querySelector("[data-add]").focus(); };
  item.append(remove);
  field.insertBefore(item, field.querySelector("[data-add]:last-of-type"));
  prepare(item);
  return item;
}
function prepare(root) {
  root.querySelectorAll("select").forEach(function (select) {
    var choices = plan.choices[select.dataset.choices];
    if (!choices.some(function (choice) { return !choice[0]; })) select.add(new Option(words.choose, ""));
    choices.forEach(function (choice) { select.add(new Option(choice[1], choice[0])); });
    select.value = "";
  });
  root.querySelectorAll("[data-w=checks]").forEach(function (field) {
    plan.choices[field.dataset.choices].forEach(function (choice) {
      var label = document.createElement("label"), box = document.createElement("input");
      box.type = "checkbox";
      box.value = choice[0];
      label.append(box, choice[1]);
      field.querySelector(".cs").append(label);
      box.onchange = function () {
        field.chosen = (field.chosen || []).filter(function (value) { return value !== box.value; });
        if (box.checked) field.chosen.push(box.value);
      };
    });
  });
  root.querySelectorAll("[data-add]").forEach(function (button) {
    button.onclick = function () { control(addItem(button.parentElement)).focus(); };
  });
}

/* --- what is wrong, in the words of `check` */
var digit = /\d/g;
function iban(text) {
  var rest = 0;
  (text.slice(4) + text.slice(0, 4)).replace(/[A-Z]/g, function (letter) { return letter.charCodeAt(0) - 55; })
    .replace(digit, function (one) { rest = (rest * 10 + +one) % 97; });
  return rest === 1;
}
function number(text, whole, least) {
  text = text.replace("\u066b", ".");
  if (!/^-?(\d{1,3}([,\u060c\u066c ])\d{3}(\2\d{3})*|\d+)(\.\d+)?$/.test(text)) return /^-?\d[\d.,\u060c\u066c ]*$/.test(text) ? "ambiguous_number" : "not_a_number";
  if (/^-?\d+\.\d{3}$/.test(text)) return "ambiguous_number";
  if (whole && text.includes(".")) return "whole_number_expected";
  if (text[0] === "-") return least ? "amount_not_positive" : "number_too_small";
  return least && !/[1-9]/.test(text) ? "amount_not_positive" : "";
}
function url(text) {
  if (/[\s<>"\\^`{|}]/.test(text)) return "url_character";
  if (/^(?!https?:)[a-z][a-z0-9+-]*:(?!\d)/i.test(text)) return "url_scheme";
  return /^https?:\/\/[^\/?#.\s]+(\.[^\/?#.\s]+)+([\/?#].*)?$/i.test(text) ? "" : "not_a_url";
}
function year(text) {
  if (!/^\d{3,4}$/.test(text)) return "not_a_year";
  return text >= 1200 && text < 1700 ? "hijri_date" : text < 1800 || text > 2100 ? "not_a_year" : "";
}
function name(text) {
  return /\p{L}/u.test(text) ? /[\u{1f000}-\u{1ffff}\u2600-\u27bf]/u.test(text) ? "decorated_name" : "" : "no_letter";
}
var judges = {
  name: name,
  latin_name: function (text) { return /[\p{L}]/u.test(text.replace(/\p{Script=Latin}/gu, "")) ? "latin_expected" : name(text); },
  title: name,
  slug: function (text) { return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length < 61 ? /^(con|prn|aux|nul|(com|lpt)[1-9])$/.test(text) ? "reserved_slug" : "" : "bad_slug"; },
  phone: function (text) {
    if (/\p{L}/u.test(text)) return "phone_letters";
    if (!/^\+?[\d ().-]+$/.test(text)) return /[\/,;|\u060c\u061b]/.test(text) ? "two_phones" : "not_a_phone";
    var length = (text.match(digit) || []).length;
    return length < 7 || length > 17 ? "phone_length" : "";
  },
  email: function (text) { return /^[\w](?:[\w.+-]{0,62}[\w+-])?@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/i.test(text) && !text.includes("..") ? "" : "not_an_email"; },
  web_url: url,
  donation_url: function (text) { return url(text) || (/^https:/i.test(text) ? "" : "https_only"); },
  social_url: function (text) { return /^@?\w[\w.-]*$/.test(text) || /^[\w.]+\//.test(text) ? "" : url(text); },
  account_number: function (text) {
    if (/[^\x00-\x7f]/.test(text)) return "letter_in_number";
    if (/[^A-Za-z0-9 -]/.test(text)) return "account_character";
    if (/\d[ -]?[OoIl]|[OoIl][ -]?\d/.test(text)) return "letter_in_number";
    return (text.match(digit) || []).length < 4 ? "account_length" : "";
  },
  iban: function (text) {
    text = text.replace(/[\s-]/g, "").toUpperCase();
    return /[^A-Z0-9]/.test(text) ? "account_character" : text.startsWith("SY") ? "syrian_iban" : iban(text) ? "" : "bad_iban";
  },
  swift: function (text) { return /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/i.test(text.replace(/ /g, "")) ? "" : "bad_swift"; },
  count: function (text) { return number(text, true); },
  amount_number: function (text) { return number(text); },
  year: year,
  year_or_date: function (text) { return /^\d{4}([-\/])\d{1,2}\1\d{1,2}$/.test(text) ? year(text.slice(0, 4)) : year(text); },
  field_path: function (text) { return /^[a-z][a-z_]*(\.([a-z][a-z_]*|\d{1,3}))*$/.test(text) ? "" : "bad_field_path"; },
  media_file: function (text) { return /^[A-Za-z0-9][\w.-]*$/.test(text) ? "" : "file_name"; }
};
var limits = { account_length: 4, bad_slug: 60, number_too_small: 0 };
function label(field) { return field.querySelector("label,legend").textContent.replace("*", "").trim(); }
function sentence(code, field, more) {
  var values = Object.assign({ field: words.quoted.replace("{text}", label(field)), limit: limits[code], first: 1800, last: 2100 }, more);
  return plan.problems[code].join(" ").replace(/\{(\w+)\}/g, function (_, key) { return key in values ? values[key] : ""; });
}
function judge(field, code, more, wrong) {
  var input = field.dataset.w === "checks" ? field : control(field), text = sentence(code, field, more), note = document.createElement("span");
  note.className = "bad";
  note.id = input.id + "-e";
  note.textContent = text;
  field.append(note);
  if (input !== field) input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", [input.id + "-h", note.id].filter(byId).join(" "));
  for (var fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  wrong.push([input.id, label(field) + words.colon + " " + text]);
}
function check(root, wrong) {
  (root === form || root.matches(".step") ? Array.from(root.querySelectorAll(".f")).filter(function (field) {
    return !field.parentElement.closest(".f,.item");
  }) : parts(root)).forEach(function (field) {
    var data = field.dataset, kind = data.w, value;
    if (!kind) return;
    value = valueOf(field);
    if (kind === "group") { if (!isEmpty(value)) check(field, wrong); return; }
    if (kind === "repeat" || kind === "values") return items(field).forEach(function (item) {
      if (!isEmpty(valuesIn(item))) check(item, wrong);
    });
    if (isEmpty(value)) { if ("req" in data) judge(field, kind === "checks" ? "too_few" : "required_field", {}, wrong); return; }
    if (kind === "checks") {
      if (data.most && value.length > data.most) judge(field, "too_many", { limit: data.most }, wrong);
      else if (value.includes("national") && value.length > 1) judge(field, "national_alone", {}, wrong);
      return;
    }
    if (kind === "lines") value = value.reduce(function (a, b) { return a.length > b.length ? a : b; });
    var code = data.limit && value.length > data.limit ? "too_long" : data.t in judges && judges[data.t](value);
    if (code) judge(field, code, { given: value.slice(0, 80), limit: code === "too_long" ? data.limit : limits[code], hosts: "" }, wrong);
  });
}
function need(step, name, code, wrong) {
  var group = step.querySelector('[data-name="' + name + '"]'), data = record();
  var isWithheld = data.withheld.some(function (row) { return (row.field + ".").startsWith(name + "."); });
  if (group && isEmpty(data[name]) && !isWithheld) judge(group.querySelector(".f"), code, {}, wrong);
}
function isRight(step) {
  var wrong = [], box = step.querySelector(".wrong"), data;
  if (!box) return true;
  step.querySelectorAll("span.bad").forEach(function (note) { note.remove(); });
  step.querySelectorAll("[aria-invalid]").forEach(function (input) { input.removeAttribute("aria-invalid"); });
  check(step, wrong);
  data = record();
  if (data.status !== "pending" && !plan.unregistered.includes(data.legal_form)) need(step, "registration", "registration_required", wrong);
  need(step, "contacts", "contact_required", wrong);
  box.textContent = "";
  box.className = wrong.length ? "wrong note bad" : "wrong";
  if (!wrong.length) return true;
  var title = document.createElement("p"), list = document.createElement("ul");
  title.textContent = words.errors;
  wrong.forEach(function (one) {
    var link = document.createElement("a"), item = document.createElement("li");
    link.href = "#" + one[0];
    link.textContent = one[1];
    link.onclick = function (event) { event.preventDefault(); byId(one[0]).focus(); };
    item.append(link);
    list.append(item);
  });
  box.append(title, list);
  box.tabIndex = -1;
  box.focus();
  return false;
}

/* --- steps, draft, end */
function show(n, isFirst) {
  at = n;
  steps.forEach(function (step, index) { step.hidden = index !== n; });
  byId("back").hidden = !n;
  byId("next").hidden = n === steps.length - 1;
  byId("bar").value = n + 1;
  byId("at").textContent = words.progress.replace("{n}", n + 1).replace("{total}", steps.length);
  if (n === steps.length - 1) finish();
  if (!isFirst) steps[n].querySelector("h2").focus(), scrollTo(0, form.offsetTop);
}
function next() {
  if (isRight(steps[at])) show(at + 1);
}
function save() {
  if (isChange) return;
  try { localStorage.setItem(store, JSON.stringify({ slug: slug.value, data: valuesIn(form) })); } catch (error) { /* a full or closed store: no draft */ }
}
function say(text) { byId("say").textContent = text; }
function download(text, name) {
  var link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  setTimeout(function () { URL.revokeObjectURL(link.href); }, 1e4);
}
function nameOf(kind, value) {
  var found = (plan.choices[kind] || []).find(function (choice) { return choice[0] === value; });
  return found ? found[1] : value;
}
function fact(list, key, value) {
  if (isEmpty(value)) return;
  var row = document.createElement("div"), dt = document.createElement("dt"), dd = document.createElement("dd");
  dt.textContent = key;
  dd.textContent = value;
  dd.dir = "auto";
  row.append(dt, dd);
  list.append(row);
}
function shown(field, value) {
  if (Array.isArray(value)) return value.map(function (one) { return shown(field, one); }).filter(Boolean).join(words.comma + " ");
  if (value && typeof value === "object") {
    var inner = field.dataset.w === "repeat" ? field.querySelector("template").content : field;
    return Object.keys(value).map(function (key) {
      var part = inner.querySelector('.f[data-name="' + key + '"]');
      return isEmpty(value[key]) ? "" : label(part) + words.colon + " " + shown(part, value[key]);
    }).filter(Boolean).join(words.comma + " ");
  }
  if (field.querySelector("[dir=ltr]") && field.dataset.w === "text" || field.dataset.w === "values") return "\u2066" + value + "\u2069"; // digits in groups keep their order
  var box = field.querySelector("select[data-choices]");
  return nameOf(field.dataset.choices || (box && field.dataset.w !== "group" && field.dataset.w !== "repeat" ? box.dataset.choices : ""), value);
}
function finish() {
  var data = record(), path = plan.pattern.replace("<slug>", slug.value), text = dump(data), site = plan.site;
  var title = document.createElement("h4"), facts = document.createElement("dl"), summary = document.createElement("p");
  var file = path.replace(/\//g, "--"), folder = path.replace(/\/[^\/]+$/, "");
  title.textContent = data.name;
  summary.textContent = data.summary;
  facts.className = "kv";
  parts(form).forEach(function (field) {
    if (field.dataset.name !== "name" && field.dataset.name !== "summary") fact(facts, label(field), shown(field, data[field.dataset.name]));
  });
  byId("preview").replaceChildren(title, summary, facts);
  byId("text").textContent = text;
  byId("path").textContent = path;
  byId("save").onclick = function () { download(text, file); say(words.saved.replace("{file}", file)); };
  var message = encodeURIComponent(words.message.replace("{name}", data.name).replace("{file}", file));
  var subject = encodeURIComponent(words.subject.replace("{name}", data.name));
  link("whatsapp", site.whatsapp && "https://wa.me/" + site.whatsapp + "?text=" + message);
  link("email", site.email && "mailto:" + site.email + "?subject=" + subject + "&body=" + message);
  var made = site.repository + "/new/main?filename=" + encodeURIComponent(path) + "&value=" + encodeURIComponent(text);
  var isShort = made.length <= 6000 && !isChange; // GitHub makes no file that is there already
  link("github", site.repository && (isShort ? made : site.repository + "/upload/main/" + folder));
  byId("upload").hidden = isShort || !site.repository;
  byId("upload").textContent = words.upload.replace("{folder}", folder);
}
function link(id, address) {
  byId(id).parentElement.hidden = !address;
  if (!address) return;
  byId(id).href = address;
  byId(id).rel = "noopener";
  if (id !== "email") byId(id).target = "_blank"; // the draft stays open
}
function load() {
  var typed = byId("f-change").value.trim().replace(/[?#].*$/, "").replace(/\/+$/, "").split("/").pop().toLowerCase();
  say(words.loading);
  return fetch(plan.root + "organizations/" + encodeURIComponent(typed) + "/index.json").then(function (answer) {
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }).then(function (found) {
    kept = found.profile;
    isChange = true;
    fillAll(form, kept);
    slug.value = found.slug;
    slug.readOnly = true;
    byId("change").open = false;
    say(words.loaded.replace("{name}", kept.name));
    show(0);
  }).catch(function () { say(words.not_found); });
}
prepare(form);
byId("next").onclick = next;
byId("back").onclick = function () { show(at - 1); };
byId("load").onclick = load;
byId("clear").onclick = function () { try { localStorage.removeItem(store); } catch (error) { /* none was kept */ } location.reload(); };
form.onsubmit = function (event) { event.preventDefault(); };
form.onkeydown = function (event) {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  if (event.target.id === "f-change") load();
};
form.oninput = function (event) {
  if (event.target === slug) isSlugTyped = !!slug.value;
  if (event.target.id === "f-name_en" && !isSlugTyped && !isChange)
    slug.value = event.target.value.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60).replace(/^-+|-+$/g, "");
  save();
};
form.onchange = save;
try {
  var draft = JSON.parse(localStorage.getItem(store));
  if (draft && !isEmpty(draft)) fillAll(form, draft.data), slug.value = draft.slug, isSlugTyped = !!draft.slug, say(words.restored);
} catch (error) { /* no draft, or one of another time */ }
form.hidden = false;
show(0, true);
window.tasharuk = { dump: dump, record: record, fill: function (data) { kept = data; fillAll(form, data); } };
var given = new URLSearchParams(location.search).get("organization");
if (given) byId("f-change").value = given, load();
if (plan.offline && "serviceWorker" in navigator) navigator.serviceWorker.register(plan.root + "submit/sw.js").catch(function () {});
});
