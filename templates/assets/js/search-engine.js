/* Search: reads the parts of the index, understands Arabic as people type it, ranks. docs/search-index.md has the format.
   Nothing here touches the page. Words are compared as tasharuk/arabic/ folds and stems them. */
const tasharukSearch = (() => {
"use strict";
const PREFIXES = ["وبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال"];
const SUFFIXES = ["يون", "يين", "يات", "ات", "ون", "ين", "ان", "ها", "هم", "يه", "ه", "ي"];
const UNCUT = new Set(`ادمان اسنان اعلان امتحان انسان برلمان برهان بستان تامين تحسين تخزين تعاون تعيين تفاهم تكوين تلفزيون تلفون
  تمرين تمكين جولان حمدان حوران حيوان رمضان ريحان زيتون زيدان سرطان سلطان سلمان سليمان شعبان صابون طيران
  عثمان عدنان عمران عنوان فلسطين فيضان قانون لبنان ليمون مخزون مروان مسكين مليون مهرجان ميدان ياسمين`.split(/\s+/)); // only look as if they had an ending
const CLITICS = ["عال", "هال", "بت", "بي", "و", "ف", "ب", "ل", "ك", "ع"];
const LETTERS = {};
for (const [forms, letter] of [["ٱٲٳ", "ا"], ["ىیێېےۍ", "ي"], ["ۆۇۋ", "و"], ["ةہھەۃ", "ه"], ["کڪگڭ", "ك"], ["ڕڑ", "ر"],
  ["ءٴـۥۦ\u115f\u1160\u3164\uffa0", ""], ["پ", "ب"], ["چ", "ج"], ["ژ", "ز"], ["ڤ", "ف"], ["ڵ", "ل"]])
  for (const form of forms) LETTERS[form] = letter;
const FOLDED = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
const ARABIC = /^[\u0621-\u064a]+$/;
const SHORTEST = 3;

function fold(text) {
  return text.normalize("NFKD").toLowerCase().replace(FOLDED, (letter) => LETTERS[letter])
    .replace(/[\p{Mn}\p{Me}\p{Cf}\u02b0-\u02c1\u02c6-\u02d1\u02e0-\u02e4\u02ec\u02ee]/gu, "").replace(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, " ")
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15).normalize("NFC").trim();
}
const DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9]", TANWIN = /ا\u064b|\u064bا?(?![\u0621-\u064a])/g;
// no look-behind: older iPhones would refuse the whole script
const GROUPED = new RegExp(`(${DIGIT})[,.\u066b\u066c\u060c](?=${DIGIT}{3}(?!${DIGIT}))`, "g");
const WATER = /(^|[^\u0621-\u064a])([وفبلك]?(?:ال)?|لل)ماء(?![\u0621-\u064a])/g; // folded it would be "what"
function wordsOf(text) {
  const folded = fold(text.replace(TANWIN, "").replace(GROUPED, "$1").replace(WATER, "$1$2مياه"));
  return folded ? folded.split(" ") : [];
}
const stems = new Map();
function stem(word) {
  let found = stems.get(word);
  if (found === undefined) stems.set(word, (found = cut(word)));
  return found;
}
function cut(word) {
  if (!ARABIC.test(word)) return word;
  for (let twice = 0; twice < 2; twice++) {
    const part = PREFIXES.find((one) => word.startsWith(one) && word.length - one.length >= SHORTEST);
    if (!part) break;
    word = word.slice(part.length);
  }
  if (UNCUT.has(word)) return word;
  const ending = SUFFIXES.find((one) => word.endsWith(one) && word.length - one.length >= SHORTEST);
  if (ending) return word.slice(0, -ending.length);
  return word.endsWith("ا") && word.length > SHORTEST + 1 ? word.slice(0, -1) : word;
}
/* Whether a word has the ending of the feminine: often another thing, such as library and office. */
const isFeminine = (word) => /(?:ه|ات)$/.test(word);
function withoutArticle(word) {
  if (word[1] !== "ل" && word[2] !== "ل" && word[3] !== "ل") return word; // as in each of the prefixes
  const part = PREFIXES.find((one) => word.startsWith(one) && word.length - one.length >= SHORTEST);
  return part ? word.slice(part.length) : word;
}
function secondReading(word) {
  if (!ARABIC.test(word) || withoutArticle(word) !== word) return "";
  const part = CLITICS.find((one) => word.startsWith(one) && word.length - one.length >= SHORTEST);
  return part ? stem(word.slice(part.length)) : "";
}
const stemOf = (form) => (form.includes(" ") ? form : stem(form));

/* --- the index's files */
const LAST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef", MORE = "ghijklmnopqrstuvwxyz!#$%&()*+,-.";
const LETTERS_OF = {}; // capital → the Arabic letter it stands for
for (const [at, letter] of [..."ابتثجحخدذرزسشصضطظعغفقكلمنهوي"].entries()) LETTERS_OF["ABCDEFGHIJKLMNOPQRSTUVWXYZ@~"[at]] = letter;
const read = (text) => text.replace(/[A-Z@~]/g, (capital) => LETTERS_OF[capital]);
const DIGITS = new Int8Array(128).fill(-1);
for (let at = 0; at < 32; at++) DIGITS[LAST.charCodeAt(at)] = at, DIGITS[MORE.charCodeAt(at)] = at + 32;
/* Postings → two lists: documents, rising, and the weight in each. */
function decode(text, usual) {
  const documents = [], weights = [];
  let document = -1, value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = DIGITS[text.charCodeAt(at)];
    value = value * 32 + (digit & 31);
    if (digit > 31) continue;
    document += value + 1;
    value = 0;
    const weight = text.charCodeAt(at + 1) - 48, isTold = weight > 0 && weight < 10;
    documents.push(document);
    weights.push(isTold ? weight : usual);
    at += isTold;
  }
  return { documents, weights };
}
function partOf(word, count) {
  let value = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) value = Math.imul(value ^ word.charCodeAt(at), 0x01000193);
  return (value >>> 0) % count;
}

/* --- weights */
const FIELD = [0, .6, 1, 1.5, 2, 3, 4, 5, 6.5, 8]; // what a weight of the index is worth
const TYPED = 1, SAME_WORD = .97, SAME_STEM = .88, OTHER_GENDER = .6, ANOTHER = .93, ANOTHER_GENDER = .85, READING = .72, NEAR = .7;
const SORTS = { p: .92, g: .95, s: .78, r: .4 };
const OWNER = 1.1; // an organization before what it published, where they are nearly equal
const INHERITED = .3; // what an organization's name is worth for what it publishes
const ENOUGH = .5, WHOLE = .99, MOST_CLOSEST = 3; // how much of a query a hit covers; fewer are only the closest
const SURE = .75; // how far a word that was only nearly found covers a query
const MOST_NEAR = 6; // words that are taken for one that hits nothing
const MOST_TELLING = 4; // so that one rare word does not decide alone
const WORTH_A_PART = .65; // of an alternative, that a part is fetched for it
const MOST_ALTERNATIVES = 40;

const FACETS = ["kind", "sector", "governorate", "status"]; // as they stand in a row of the index

function open(load) {
  return load("core").then((text) => new Index(text, load));
}
class Index {
  constructor(text, load) {
    this.load = load;
    const [head, rows, column, groups, lines] = text.split("\n\n");
    this.head = JSON.parse(head);
    this.count = this.head.documents;
    this.stops = new Set(this.head.stops);
    this.rows = rows.split("\n").map((row) => row.split(";").map((values) => (values ? values.split(",").map(Number) : [])));
    this.rowOf = new Uint32Array(this.count);
    let at = 0, value = 0;
    for (let place = 0; place < column.length; place++) {
      const digit = DIGITS[column.charCodeAt(place)];
      value = value * 32 + (digit & 31);
      if (digit < 32) this.rowOf[at++] = value, value = 0;
    }
    const owner = this.head.kinds.indexOf("organization"), rest = this.head.kinds.map((kind) => this.head.owned.includes(kind));
    this.ownerOf = new Int32Array(this.count).fill(-1);
    for (let document = 0, last = -1; document < this.count; document++) {
      const kind = this.kindOf(document);
      if (kind === owner) last = document;
      else if (rest[kind]) this.ownerOf[document] = last;
    }
    const owners = Uint8Array.from(this.ownerOf, (_, document) => this.kindOf(document) === owner);
    this.isOwner = (document) => owners[document];
    this.groups = new Map();
    this.singular = new Map();
    this.same = new Map();
    this.list = groups ? read(groups).split("\n").map((line) => ({ sort: line[0], members: line.slice(1).split("|") })) : [];
    this.list.forEach((group) => this.join(group, group.sort === "r" ? group.members.slice(0, 1) : group.members));
    this.forms = new Map(); // form → [postings, usual weight] of each part that has it
    this.byStem = new Map(); // stem or second reading → forms
    this.parts = new Map(); // name → promise
    this.fresh = []; // forms that stand in no list of this yet: by length, what a word that hits nothing is compared with
    this.byLength = [];
    this.take(lines, 8);
  }
  kindOf(document) { return this.rows[this.rowOf[document]][0][0]; }
  take(lines, usual) {
    if (lines) lines.split("\n").forEach((line) => {
      const end = line.indexOf("\t"), form = read(line.slice(0, end)), postings = line.slice(end + 1), known = this.forms.get(form);
      if (known) return void known.push([postings, usual]);
      this.forms.set(form, [[postings, usual]]);
      const isWord = !form.includes(" "), own = isWord ? stem(form) : form, second = isWord ? secondReading(form) : "";
      if (isWord && form.length < LONGEST) this.fresh.push(form);
      this.file(own, form);
      if (second && second !== own) this.file(second, form);
    });
  }
  file(key, form) {
    const known = this.byStem.get(key);
    if (known) known.push(form);
    else this.byStem.set(key, [form]);
  }
  /* Let words lead to a group. */
  join(group, members) {
    const first = group.sort === "p" ? this.singular : this.same;
    members.forEach((member) => {
      this.groups.set(member, [...(this.groups.get(member) || []), group]);
      if (group.sort !== "r" && !first.has(member)) first.set(member, group.members[0]);
    });
  }
  /* Members that no text uses come with the first word that begins like them. */
  meet(words) {
    const names = new Set();
    const want = (key) => {
      const start = key.slice(0, 3), family = /^[ -~]+$/.test(start) ? "latin" : "also";
      names.add(`${family}-${partOf(start, this.head[family])}`);
    };
    words.forEach((word, at) => {
      const own = stem(word), next = words[at + 1];
      for (const key of [own, secondReading(word)]) if (key && !this.knows(key) && !this.stops.has(word)) want(key);
      if (next && !(this.stops.has(word) && ARABIC.test(word))) want(`${own} ${stem(next)}`), want(stem(word + next));
    });
    return this.fetch(names, (lines) => lines && read(lines).split("\n").forEach((line) => {
      const [joins, text] = line.split("\t"), more = text.split("|"), known = this.list[joins];
      const group = known || { sort: joins[0], members: joins.slice(1).split("|") };
      if (group.sort !== "r") group.members.push(...more);
      this.join(group, known ? more : group.sort === "r" ? more : group.members);
    }));
  }
  /* Get parts that were not asked for before, and take what they hold. */
  fetch(names, take) {
    return Promise.all([...names].map((name) => {
      if (!this.parts.has(name)) this.parts.set(name, this.load(name).then(take));
      return this.parts.get(name);
    }));
  }
  /* The word under which a stem and those that stand for it are filed together. */
  root(key) {
    const one = this.singular.get(key) || key;
    return this.same.get(one) || one;
  }
  need(keys) {
    return this.fetch(new Set(keys.map((key) => "words-" + partOf(this.root(key), this.head.parts))), (lines) => this.take(lines, 2));
  }
  knows(key) { return this.byStem.has(key) || this.groups.has(key); }

  /* Every stem that may stand for `key`, with what it is worth. */
  alternatives(key, worth, found = new Map()) {
    const put = (member, value) => { if (value > (found.get(member) || 0)) found.set(member, value); };
    const spread = (sorts) => [...found].forEach(([member, value]) => (this.groups.get(member) || []).forEach((group) => {
      if (sorts.includes(group.sort) && found.size < MOST_ALTERNATIVES) group.members.forEach((other) => put(other, value * SORTS[group.sort]));
    }));
    put(key, worth);
    spread("pg");
    spread("s");
    spread("pg");
    spread("r");
    return found;
  }
  postingsOf(form) {
    const found = this.forms.get(form);
    for (let at = 0; at < found.length; at++) if (Array.isArray(found[at])) found[at] = decode(...found[at]);
    return found;
  }
  /* Scores by document, of the best of the alternatives it holds, 0 for none; `found` are the documents that hold one. */
  score(alternatives, typed) {
    const scores = new Float32Array(this.count), found = [];
    const bare = withoutArticle(typed), stemTyped = stemOf(typed);
    const put = (document, score) => {
      if (!scores[document]) found.push(document);
      if (score > scores[document]) scores[document] = score;
    };
    for (const [key, worth] of alternatives) for (const form of this.byStem.get(key) || []) {
      const isOwn = stemOf(form) === key;
      const isOther = isFeminine(form) !== isFeminine(typed);
      const value = worth * (form === typed ? TYPED : !isOwn ? READING : key !== stemTyped ? (isOther ? ANOTHER_GENDER : ANOTHER) : withoutArticle(form) === bare ? SAME_WORD
        : isOther ? OTHER_GENDER : SAME_STEM);
      for (const { documents, weights } of this.postingsOf(form)) for (let at = 0; at < documents.length; at++) {
        const document = documents[at], score = value * FIELD[weights[at]];
        put(document, score);
        if (weights[at] === 9 && this.isOwner(document))
          for (let child = document + 1; this.ownerOf[child] === document; child++) put(child, score * INHERITED);
      }
    }
    return { scores, found };
  }

  /* Return { hits, closest, counts, keys, meant } of a query. `filters` are lists of places in the lists of the head, by
     facet; `counts` has for each facet how many hits each value has; `keys` are the words to mark; `meant` are pairs of a
     word that was not found and the one that was taken for it. Without a query every document is a hit. */
  async search(query, filters = {}) {
    const spans = await this.plan(query), found = spans.length ? this.rank(spans) : { hits: this.all(), closest: [] };
    const keys = new Set(), meant = [];
    for (const span of spans) {
      for (const part of [span.phrase, ...span.units.map((unit) => unit.alternatives)])
        if (part) for (const [key, worth] of part) if (worth >= WORTH_A_PART) key.split(" ").forEach((word) => keys.add(word));
      for (const unit of span.units) if (unit.near && unit.near.length) meant.push([unit.word, this.written(unit.near[0])]);
    }
    return { ...found, ...this.filter(found.hits, filters), keys, meant };
  }
  all() { return Array.from({ length: this.count }, (_, document) => ({ document, score: 0, cover: 1 })); }
  filter(hits, filters) {
    const counts = FACETS.map(() => []), kept = [], asked = FACETS.map((name) => filters[name]);
    for (const hit of hits) {
      const row = this.rows[this.rowOf[hit.document]];
      let misses = 0, missed = 0;
      for (let place = 0; place < asked.length; place++)
        if (asked[place] && !row[place].some((value) => asked[place].includes(value))) misses++, missed = place;
      if (!misses) kept.push(hit);
      // a facet counts what its own choice does not narrow
      for (let place = 0; place < asked.length; place++)
        if (!misses || (misses === 1 && missed === place)) for (const value of row[place]) counts[place][value] = (counts[place][value] || 0) + 1;
    }
    return { hits: kept, counts: Object.fromEntries(FACETS.map((name, place) => [name, counts[place]])) };
  }
  /* Query → spans: each a word, or a phrase with its words. */
  async plan(query) {
    let words = wordsOf(query);
    const sure = words.filter((word) => !this.stops.has(word) && this.knows(stem(word)));
    await Promise.all([this.meet(words), this.need(sure.map(stem))]); // at once: what is known will be needed whatever comes
    words = words.flatMap((word) => this.split(word));
    let spans = [];
    for (let at = 0; at < words.length;) {
      const length = this.phraseAt(words, at);
      spans.push({ words: words.slice(at, at + length) });
      at += length;
    }
    const telling = spans.filter((span) => span.words.length > 1 || !this.stops.has(span.words[0]));
    if (telling.length) spans = telling;
    for (const span of spans) {
      span.units = span.words.map((word) => this.unit(word));
      span.phrase = span.words.length > 1 ? this.alternatives(span.words.map(stem).join(" "), 1) : null;
      const joined = span.words.join("");
      if (span.phrase && this.knows(stem(joined))) this.alternatives(stem(joined), 1, span.phrase);
    }
    const worthy = (alternatives) => [...alternatives || []].filter(([, worth]) => worth >= WORTH_A_PART).map(([key]) => key);
    const needed = (unit) => worthy(unit.alternatives);
    await this.need(spans.flatMap((span) => [...worthy(span.phrase), ...span.units.flatMap(needed)]));
    const missed = spans.flatMap((span) => (span.phrase && this.hits(span.phrase) ? [] : span.units.filter((unit) => !this.hits(unit.alternatives))));
    missed.forEach((unit) => this.guess(unit));
    await this.need(missed.flatMap(needed));
    return spans;
  }
  /* Whether one of the alternatives is a word of the index: not where both it and what it finds lose a first letter. */
  hits(alternatives) {
    return [...alternatives.keys()].some((key) => (this.byStem.get(key) || []).some((form) => stemOf(form) === key));
  }
  unit(word) {
    const own = stem(word), second = secondReading(word), alternatives = this.alternatives(own, 1);
    if (second && !(this.forms.has(word) && this.groups.has(own)) && (this.knows(second) || !this.knows(own))) {
      for (const [key, value] of this.alternatives(second, 1)) if (value * READING > (alternatives.get(key) || 0)) alternatives.set(key, value * READING);
    }
    return { word, alternatives };
  }
  split(word) {
    if (word.length < 6 || this.knows(stem(word)) || this.knows(secondReading(word))) return [word];
    for (let at = 3; at <= word.length - 3; at++) {
      const first = word.slice(0, at), last = word.slice(at);
      if (this.groups.has(`${stem(first)} ${stem(last)}`)) return [first, last];
    }
    return [word];
  }
  phraseAt(words, at) {
    for (let length = Math.min(4, words.length - at); length > 1; length--) {
      const part = words.slice(at, at + length), key = part.map(stem).join(" ");
      if (this.knows(key) || (length === 2 && this.knows(stem(part.join(""))) && !this.forms.has(part[0] ) )) return length;
    }
    return 1;
  }
  rank(spans) {
    const total = new Float32Array(this.count), covered = new Float32Array(this.count), touched = [];
    let all = 0;
    for (const span of spans) {
      let weight = 0;
      const sum = new Float32Array(this.count), cover = new Float32Array(this.count), some = [];
      for (const unit of span.units) {
        const { scores, found } = this.score(unit.alternatives, unit.near ? unit.near[0] : unit.word);
        const telling = Math.min(MOST_TELLING, Math.log(1 + this.count / Math.max(1, found.length)));
        weight += telling;
        for (const document of found) {
          if (!cover[document]) some.push(document);
          sum[document] += scores[document] * telling;
          cover[document] += telling * (unit.near ? SURE : 1);
        }
      }
      if (span.phrase) {
        const { scores, found } = this.score(span.phrase, span.words.map(stem).join(" "));
        for (const document of found) {
          if (!cover[document]) some.push(document);
          sum[document] = Math.max(sum[document], scores[document] * weight);
          cover[document] = weight;
        }
      }
      all += weight;
      for (const document of some) {
        if (!covered[document]) touched.push(document);
        total[document] += sum[document];
        covered[document] += cover[document];
      }
    }
    const hits = touched.map((document) => {
      const cover = covered[document] / all;
      return { document, cover, score: total[document] * cover * cover * (this.isOwner(document) ? OWNER : 1) };
    });
    hits.sort((a, b) => b.score - a.score || this.isOwner(b.document) - this.isOwner(a.document) || a.document - b.document);
    // what the directory itself publishes, and no organization, is a hit only for all that was asked
    const isHit = (hit) => hit.cover >= (this.isOwner(hit.document) || this.ownerOf[hit.document] >= 0 ? ENOUGH : WHOLE);
    return { hits: hits.filter(isHit), closest: hits.filter((hit) => !isHit(hit)).slice(0, MOST_CLOSEST) };
  }
  /* A word that hits nothing: the words nearest to it, else stems of the lists, else words that begin with it. */
  guess(unit) {
    const word = withoutArticle(unit.word);
    if (word.length < SHORTEST || word.length >= LONGEST || /\d/.test(word)) return;
    for (const form of this.fresh.splice(0)) file(this.byLength, form, withoutArticle(form), stem(form));
    if (!this.stems) {
      this.stems = [];
      for (const key of new Set(this.list.flatMap((group) => group.members))) if (!key.includes(" ")) file(this.stems, key, key, key);
    }
    let near = nearest(this.byLength, word);
    if (!near.length) near = nearest(this.stems, stem(unit.word));
    if (!near.length) near = this.byLength.slice(word.length + 1).flatMap((list) => list || []).filter(({ bare }) => bare.startsWith(word));
    if (!near.length) return;
    near.sort((one, other) => this.uses(other.form) - this.uses(one.form) || (one.form < other.form ? -1 : 1));
    near = near.slice(0, MOST_NEAR);
    unit.near = near.map(({ form }) => form);
    unit.alternatives = new Map();
    for (const { own } of near) this.alternatives(own, NEAR).forEach((value, key) => unit.alternatives.set(key, Math.max(value, unit.alternatives.get(key) || 0)));
  }
  /* How many documents hold a form. */
  uses(form) {
    return this.forms.has(form) ? this.postingsOf(form).reduce((sum, { documents }) => sum + documents.length, 0) : 0;
  }
  /* A stem of the lists as it is most often written. */
  written(form) {
    return this.forms.has(form) ? form : [...this.byStem.get(form) || [form]].sort((one, other) => this.uses(other) - this.uses(one))[0];
  }
}
function file(lists, form, bare, own) {
  (lists[bare.length] = lists[bare.length] || []).push({ form, bare, own, letters: lettersOf(bare) });
}
/* Of words filed by length, those that are nearest to one. */
function nearest(lists, word) {
  const limit = slipsOf(word), letters = lettersOf(word);
  let best = limit + .01, near = [];
  if (limit) for (let length = Math.max(1, Math.ceil(word.length - 2 * limit)); length <= word.length + 2 * limit; length++) {
    for (const item of lists[length] || []) {
      if (bits(letters ^ item.letters) > 4 * best) continue;
      const slips = distance(word, item.bare, best);
      if (slips < best - 1e-9) best = slips, near = [item];
      else if (slips <= best) near.push(item);
    }
  }
  return near;
}
/* The letters of a word as a set of bits, and how many bits are set: words that share few letters are not compared. */
function lettersOf(word) {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) & 31);
  return set;
}
function bits(set) {
  let count = 0;
  for (; set; set &= set - 1) count++;
  return count;
}
const KIN = new Uint8Array(0x700), LONG = new Uint8Array(0x700); // by letter: sets of like sound; long vowels
["صسثش", "طتةد", "ضظدذز", "قكغ", "حهخع", "اعه", "يو", "نم"].forEach((letters, at) => { for (const letter of letters) KIN[letter.charCodeAt(0)] |= 1 << at; });
for (const letter of "اوي") LONG[letter.charCodeAt(0)] = 1;
const HALF = .6; // of a slip: two of them are too many for a short word
function slipsOf(word) { return word.length < 4 ? 0 : word.length < 5 ? HALF : word.length < 8 ? 1 : 1 + HALF; }
const LONGEST = 40;
let older = new Float64Array(64), above = new Float64Array(64), row = new Float64Array(64);
/* Weighted distance of two words: a letter of like sound or a doubled one counts half; more than `limit` is not told apart. */
function distance(a, b, limit) {
  const width = Math.ceil(2 * limit); // what is farther off needs no look
  if (Math.abs(a.length - b.length) > width) return limit + 1;
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    [older, above, row] = [above, row, older];
    const x = a.charCodeAt(i - 1), last = i > 1 ? a.charCodeAt(i - 2) : 0, loss = x === last || LONG[x] ? HALF : 1, from = Math.max(1, i - width), to = Math.min(b.length, i + width);
    let least = row[from - 1] = from > 1 ? 99 : i, y = from > 1 ? b.charCodeAt(from - 2) : 0;
    for (let j = from; j <= to; j++) {
      const former = y;
      y = b.charCodeAt(j - 1);
      let cost = above[j - 1] + (x === y ? 0 : KIN[x] & KIN[y] ? HALF : 1);
      const without = (j < i + width ? above[j] : 99) + loss, more = row[j - 1] + (y === former || LONG[y] ? HALF : 1);
      if (without < cost) cost = without;
      if (more < cost) cost = more;
      if (i > 1 && j > 1 && x === former && last === y && older[j - 2] + .8 < cost) cost = older[j - 2] + .8;
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
  }
  return row[b.length];
}
return { open, fold, wordsOf, stem, secondReading, decode, partOf, distance };
})();
if (typeof module === "object") module.exports = tasharukSearch;
