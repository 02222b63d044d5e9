/* The search page: what is typed and chosen stands in the address, results are put in as text. Needs search-engine.js. */
(() => {
"use strict";
const byId = (id) => document.getElementById(id);
const said = JSON.parse(byId("search-words").textContent);
const form = document.querySelector("form.searchbox"), box = byId("q"), results = byId("results"), facets = byId("facets");
const PER_PAGE = 10, GROUPS = ["kind", "sector", "governorate", "status"], NAMES = { kind: "kinds", sector: "sectors", governorate: "governorates", status: "statuses" };
const fixed = said.fixed || {}; // facets that this page settles: a list of campaigns searches campaigns
const choices = {}; // facet → value → label, as the page has them
GROUPS.forEach((name) => (choices[name] = new Map([...facets.querySelectorAll(`input[name="${name}"]`)].map((input) => [input.value, input.nextSibling.data]))));
let engine, names, version = "", turn = 0;

const make = (tag, text, more) => Object.assign(document.createElement(tag), text === undefined ? {} : { textContent: text }, more);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
/* On a page of another language Arabic text says that it is. */
const speak = (element, text) => Object.assign(element, document.documentElement.lang !== "ar" && /[\u0620-\u06ff]/.test(text) && { lang: "ar" });
const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
function counted(count) {
  const rest = count % 100, form = count < 3 ? ["zero", "one", "two"][count] : rest > 2 && rest < 11 ? "few" : rest > 10 ? "many" : "other";
  return fill(said.results[form] || said.results.other, { n: number(count) });
}

/* --- the index */
async function part(name, again) {
  const address = `${said.index}${name}.txt${version && name !== "core" ? `?v=${version}` : ""}`;
  const answer = await fetch(address, { cache: again ? "reload" : name === "core" ? "no-cache" : "default" });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const text = await answer.text(), end = text.indexOf("\n"), stamp = text.slice(0, end);
  if (name === "core") version = stamp;
  else if (stamp !== version && !again) return part(name, true);
  else if (stamp !== version) throw Object.assign(new Error(`${name}: another version`), { isStale: true });
  return text.slice(end + 1);
}
function ready() {
  engine = engine || tasharukSearch.open(part).catch((error) => { engine = null; throw error; });
  return engine;
}
/* Forget what was loaded: a part that failed, or an index that was published anew meanwhile, is asked for again. */
function forget() {
  engine = names = null;
  lines.clear();
}
const isEnglish = document.documentElement.lang === "en", lines = new Map();
async function lineOf(index, document) {
  const size = index.head.lines, place = Math.floor(document / size);
  if (!lines.has(place)) lines.set(place, part(`lines-${place}`).then((text) => text.split("\n").map(JSON.parse)));
  const [url, title, text, source, example, english] = (await lines.get(place))[document % size];
  return { url: said.root + url.slice(1), title: (isEnglish && english) || title, text, source, example };
}

/* --- state */
function stateOf(search) {
  const given = new URLSearchParams(search), state = { q: (given.get("q") || "").slice(0, 200).trim(), page: Math.max(1, parseInt(given.get("page"), 10) || 1) };
  // a value that nobody offers is no choice
  GROUPS.forEach((name) => (state[name] = fixed[name] || [...choices[name].keys()].filter((value) => given.getAll(name).includes(value))));
  return state;
}
function addressOf(state) {
  const given = new URLSearchParams();
  if (state.q) given.set("q", state.q);
  GROUPS.forEach((name) => fixed[name] || state[name].forEach((value) => given.append(name, value)));
  if (state.page > 1) given.set("page", state.page);
  const text = String(given);
  return location.pathname + (text ? `?${text}` : "");
}
let state = stateOf(location.search);
function go(change) {
  state = { ...state, page: 1, ...change };
  const address = addressOf(state);
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
  return show();
}
const isIdle = () => !state.q && GROUPS.every((name) => fixed[name] || !state[name].length);

/* --- what is shown */
async function show(isSecond) {
  const mine = ++turn;
  if (document.activeElement !== box) box.value = state.q;
  closeList();
  byId("found").hidden = isIdle();
  byId("start").hidden = !isIdle();
  if (!said.fixed) document.title = (state.q ? fill(said.heading, { q: state.q }) : said.idle) + " | " + said.site;
  if (byId("heading")) byId("heading").textContent = state.q ? fill(said.heading, { q: state.q }) : said.idle;
  if (isIdle()) return void (results.dataset.state = "done", results.replaceChildren());
  results.dataset.state = "loading";
  results.setAttribute("aria-busy", "true");
  byId("failed").hidden = true;
  if (!results.children.length) setCount(said.loading);
  try {
    const index = await ready(), answer = await index.search(state.q, chosen(index));
    if (mine !== turn) return;
    const pages = Math.max(1, Math.ceil(answer.hits.length / PER_PAGE)), page = Math.min(state.page, pages);
    const shown = answer.hits.slice((page - 1) * PER_PAGE, page * PER_PAGE);
    const closest = answer.hits.length ? [] : answer.closest;
    const [items, near] = await Promise.all([shown, closest].map((hits) => Promise.all(hits.map((hit) => lineOf(index, hit.document)))));
    if (mine !== turn) return;
    results.replaceChildren(...items.map((item, at) => entry(index, shown[at].document, item, answer.keys)));
    showCount(answer.hits.length);
    showChips();
    showFacets(index, answer.counts);
    showPager(page, pages);
    byId("none").hidden = answer.hits.length > 0;
    byId("closest").hidden = !near.length;
    byId("near").replaceChildren(...near.map((item, at) => entry(index, closest[at].document, item, answer.keys)));
    showMeant(answer, [...items, ...near]);
    results.dataset.state = "done";
  } catch (error) {
    forget();
    if (mine !== turn) return;
    if (error.isStale && isSecond !== true) return show(true);
    showFailure();
  }
  results.removeAttribute("aria-busy");
}
function chosen(index) {
  const found = {};
  GROUPS.forEach((name) => {
    const places = state[name].map((value) => index.head[NAMES[name]].indexOf(value)).filter((place) => place >= 0);
    if (places.length) found[name] = places;
  });
  return found;
}
function showFailure() {
  for (const id of ["near", "chips", "pager"]) byId(id).replaceChildren();
  for (const element of [byId("closest"), byId("none"), byId("meant"), byId("pager").parentElement]) element.hidden = true;
  results.replaceChildren();
  facets.hidden = true; // until it is known what they hold
  setCount("");
  byId("failed").hidden = false;
  byId("say").textContent = said.failed;
  results.dataset.state = "error";
}
/* The heading above the results: never an empty one. */
function setCount(text) {
  byId("count").textContent = text;
  byId("count").parentElement.hidden = !text;
}
function showCount(count) {
  setCount(counted(count));
  byId("say").textContent = state.q ? fill(said.announce, { count: counted(count), q: state.q }) : counted(count);
}
function entry(index, document, item, keys) {
  const row = index.rows[index.rowOf[document]], li = make("li"), head = make("p", undefined, { className: "row" });
  const title = make("h3"), link = make("a", undefined, { href: item.url, dir: "auto" });
  head.append(make("span", said.kind_one[index.head.kinds[row[0][0]]], { className: "kind" }));
  const status = index.head.statuses[row[3][0]], badge = byId(`badge-${status}`);
  if (badge) head.append(badge.content.cloneNode(true));
  mark(speak(link, item.title), item.title, keys);
  title.append(link);
  if (item.example) title.append(" ", make("span", said.example, { className: "eg" }));
  li.append(head, title);
  if (item.text) li.append(mark(speak(make("p", undefined, { dir: "auto" }), item.text), cut(item.text, keys), keys));
  if (item.source) li.append(speak(make("p", item.source, { className: "src", dir: "auto" }), item.source));
  return li;
}
const WORD = /[\p{L}\p{M}\p{N}\u0640]+/gu, LONGEST = 170;
function isHit(word, keys) {
  const folded = tasharukSearch.wordsOf(word)[0];
  return !!folded && (keys.has(folded) || keys.has(tasharukSearch.stem(folded)) || keys.has(tasharukSearch.secondReading(folded)));
}
/* Put a text into an element, the words that were found marked. */
function mark(element, text, keys) {
  let last = 0;
  for (const found of text.matchAll(WORD)) {
    if (!isHit(found[0], keys)) continue;
    element.append(text.slice(last, found.index), make("mark", found[0]));
    last = found.index + found[0].length;
  }
  element.append(text.slice(last));
  return element;
}
/* The stretch of a text that begins a little before the first word found. */
function cut(text, keys) {
  if (text.length <= LONGEST) return text;
  const first = [...text.matchAll(WORD)].find((found) => isHit(found[0], keys));
  let start = first && first.index > LONGEST * .6 ? text.lastIndexOf(" ", first.index - 50) + 1 : 0, end = text.lastIndexOf(" ", start + LONGEST);
  if (text.length - start < LONGEST) end = text.length;
  if (end <= start) end = start + LONGEST;
  return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
}
function hiddenSign(text) {
  const sign = make("span", text);
  sign.setAttribute("aria-hidden", "true");
  return sign;
}
function showChips() {
  const chips = GROUPS.flatMap((name) => fixed[name] ? [] : state[name].map((value) => {
    const chip = make("button", choices[name].get(value), { type: "button", className: "chip" });
    chip.append(hiddenSign("×"), make("span", said.drop, { className: "vh" }));
    chip.onclick = () => go({ [name]: state[name].filter((other) => other !== value) }).then(() => byId("count").focus());
    return chip;
  }));
  if (chips.length) chips.push(make("button", said.clear, { type: "button", className: "btn alt mini", onclick: () => go(Object.fromEntries(GROUPS.map((name) => [name, []]))).then(() => byId("count").focus()) }));
  byId("chips").replaceChildren(...chips);
}
function showFacets(index, counts) {
  let active = 0, some = false;
  GROUPS.forEach((name) => {
    const set = facets.querySelector(`fieldset[name="${name}"]`);
    if (!set) return;
    let any = false;
    set.querySelectorAll("label").forEach((label) => {
      const input = label.firstElementChild, count = counts[name][index.head[NAMES[name]].indexOf(input.value)] || 0;
      input.checked = state[name].includes(input.value);
      active += input.checked && !fixed[name];
      label.hidden = !count && !input.checked;
      label.lastElementChild.textContent = number(count);
      any = any || !label.hidden;
    });
    set.hidden = !any || !!fixed[name];
    some = some || !set.hidden;
  });
  facets.hidden = !some;
  facets.querySelector("summary").textContent = said.filter + (active ? ` (${active})` : "");
}
function showPager(page, pages) {
  const list = byId("pager"), link = (to, text, more) => {
    const item = make("li"), a = make("a", text, { href: addressOf({ ...state, page: to }), ...more });
    a.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go({ page: to }).then(() => byId("count").focus());
    };
    item.append(a);
    return item;
  };
  const items = [];
  if (page > 1) items.push(link(page - 1, said.previous, { rel: "prev" }));
  for (let to = Math.max(1, Math.min(page - 2, pages - 4)); to <= Math.min(pages, Math.max(page + 2, 5)); to++) {
    const item = to === page ? make("li") : link(to, number(to));
    if (to === page) {
      item.append(make("b", number(to)));
      item.firstChild.setAttribute("aria-current", "page");
    }
    item.firstChild.prepend(make("span", `${said.page} `, { className: "vh" }));
    items.push(item);
  }
  if (page < pages) items.push(link(page + 1, said.next, { rel: "next" }));
  list.replaceChildren(...items);
  list.parentElement.hidden = pages < 2;
}
/* «Did you mean»: the near word as it is written in what was found. */
function showMeant(answer, items) {
  const written = (form) => {
    for (const item of items) for (const [word] of `${item.title} ${item.text}`.matchAll(WORD)) if (tasharukSearch.wordsOf(word)[0] === form) return word;
    return form;
  };
  const meant = byId("meant");
  meant.hidden = !answer.meant.length;
  if (meant.hidden) return;
  const query = answer.meant.reduce((text, [word, form]) => text.map((one) => (tasharukSearch.wordsOf(one)[0] === word ? written(form) : one)), state.q.split(/\s+/)).join(" ");
  const link = speak(make("a", query, { href: addressOf({ ...state, q: query, page: 1 }), dir: "auto" }), query);
  link.onclick = (event) => { event.preventDefault(); box.value = query; go({ q: query }); };
  const [before, after] = said.meant.split("{q}");
  meant.replaceChildren(before, link, after);
}

/* --- suggestions */
const list = byId("suggestions");
let at = -1, typing, asked = 0;
/* The names to propose; the index first, it tells their version. */
function namesOfAll() {
  names = names || ready().then(() => part("names")).then((text) => text.split("\n").map((line) => {
    const [sort, name, url, english = ""] = line.split("\t");
    return { sort, name: (isEnglish && english) || name, url, words: tasharukSearch.wordsOf(`${name} ${english}`) };
  })).catch((error) => {
    names = null;
    if (error.isStale) forget();
    throw error;
  });
  return names;
}
async function suggest() {
  const words = tasharukSearch.wordsOf(box.value), mine = ++asked;
  if (words.join("").length < 2) return closeList();
  const all = await namesOfAll().catch(() => []); // without a line there is nothing to propose
  if (mine !== asked || document.activeElement !== box) return;
  const bare = (word) => word.replace(/^(?:وال|بال|ال|لل)(?=.{3})/, "");
  const begins = (word, given) => word.startsWith(given) || bare(word).startsWith(bare(given));
  const found = all.filter((item) => words.every((given) => item.words.some((word) => begins(word, given))));
  found.sort((a, b) => begins(b.words[0], words[0]) - begins(a.words[0], words[0]));
  const shown = found.slice(0, 8);
  list.replaceChildren(...shown.map((item, place) => {
    const option = make("li", undefined, { id: `suggestion-${place}` });
    option.setAttribute("role", "option");
    option.append(speak(make("bdi", item.name), item.name), make("small", said.sorts[item.sort]));
    option.onmousedown = (event) => { event.preventDefault(); choose(item); };
    option.item = item;
    return option;
  }));
  at = -1;
  list.hidden = !shown.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
  box.removeAttribute("aria-activedescendant");
}
function closeList() {
  clearTimeout(typing);
  asked++;
  list.hidden = true;
  at = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}
function choose(item) {
  if (item.url && !said.fixed) return void (location.href = said.root + item.url.slice(1));
  box.value = item.name;
  go({ q: item.name });
}
function move(step) {
  const options = [...list.children];
  if (list.hidden) return void (step > 0 && suggest());
  if (at >= 0) options[at].removeAttribute("aria-selected");
  at = (at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length;
  options[at].setAttribute("aria-selected", "true");
  options[at].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", options[at].id);
}

form.onsubmit = (event) => {
  event.preventDefault();
  clearTimeout(typing);
  if (at >= 0 && !list.hidden) return choose(list.children[at].item);
  go({ q: box.value.trim() });
};
box.oninput = () => {
  clearTimeout(typing);
  typing = setTimeout(suggest, 120);
};
box.onkeydown = (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") event.preventDefault(), move(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Escape" && !list.hidden) event.preventDefault(), closeList();
};
box.onblur = closeList;
facets.onchange = (event) => {
  const { name, value, checked } = event.target;
  go({ [name]: checked ? [...state[name], value] : state[name].filter((other) => other !== value) });
};
facets.onsubmit = (event) => event.preventDefault();
byId("again").onclick = () => show();
onpopstate = () => {
  state = stateOf(location.search);
  box.blur();
  show();
};
box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", "suggestions");
box.setAttribute("aria-expanded", "false");
if (matchMedia("(min-width:60em)").matches) facets.open = true;
box.value = state.q || box.value; // typed while the script was on its way
if (box.value !== state.q && document.activeElement === box) suggest();
show();
})();
