"""Search, measured: a judged corpus built by our own build, its queries typed into the built site in Chromium.

    python -m benchmarks.search [--docs 10000] [--slow 6] [--shared ../shared]

Prints recall, MRR and nDCG by category (score.py of the evaluation), the bytes of a first and a second search as brotli
sends them, and how long a query takes in the browser. Needs Chromium, and the evaluation's folder `search-eval`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlsplit

import brotli
from playwright.sync_api import Page, Response, sync_playwright

from tests.tools.building import REPOSITORY
from tests.tools.serving import serving

TODAY = "2026-06-01"
OWN_SLUGS = {"deirezzor": "deir-ez-zor"}  # the evaluation's slug → ours
# what a visitor's first search reads of the index until ten results stand, for each query
ASKED = """async queries => {
  const texts = {}, found = [];
  for (const query of queries) {
    const names = new Set();
    const load = async name => {
      names.add(name);
      texts[name] = texts[name] || await (await fetch(`index/${name}.txt`)).text();
      return texts[name].slice(texts[name].indexOf("\\n") + 1);
    };
    const index = await tasharukSearch.open(load), { hits, closest } = await index.search(query);
    const shown = hits.length ? hits.slice(0, 10) : closest;
    for (const { document } of shown) names.add(`lines-${Math.floor(document / index.head.lines)}`);
    found.push([...names]);
  }
  return found;
}"""
DONE = '#results:not([data-state="loading"])'


def main() -> None:
    """Build, ask, score, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=int, default=0, help="make a corpus of this size instead of the judged one")
    parser.add_argument(
        "--slow", type=float, default=6, help="how many times the processor is slowed for the second table"
    )
    parser.add_argument("--shared", type=lambda path: Path(path).resolve(), default=REPOSITORY.parent / "shared")
    parser.add_argument("--limit", type=int, default=0, help="ask only the first so many queries")
    options = parser.parse_args()
    evaluation = options.shared / "search-eval"
    if not evaluation.is_dir():
        sys.exit(f"The evaluation is not there: {evaluation}")
    with tempfile.TemporaryDirectory(prefix="tasharuk-search-") as folder:
        work = Path(folder)
        corpus, queries = make_corpus(evaluation, work, options.docs)
        started = time.monotonic()
        _build(corpus, work / "site")
        print(f"built in {time.monotonic() - started:.1f} s")
        asked = queries[: options.limit or None]
        with serving(work / "site", "/") as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page()
            _print_bytes(
                page, url, work / "site", [query["query"] for query in asked if query["category"] != "negative"]
            )
            identity = _identities(corpus)
            results = {query["query"]: list(_ask(page, url, query["query"], identity)) for query in asked}
            _print_latency(page, url, asked, 1)
            _print_latency(page, url, asked, options.slow)
            browser.close()
        _print_scores(_score(evaluation), asked, results)


def make_corpus(evaluation: Path, work: Path, size: int) -> tuple[Path, list[dict[str, Any]]]:
    """Copy or make the corpus, in our own slugs; return it with its judged queries."""
    corpus = work / "corpus"
    if size:
        tool = [sys.executable, str(evaluation / "gen_corpus.py"), str(corpus), "--docs", str(size)]
        subprocess.run(tool, check=True, cwd=evaluation)
        queries = work / "queries.json"
        source = [str(evaluation / "src_public.txt"), str(queries)]
        judge = [sys.executable, str(evaluation / "build_queries.py"), str(corpus), *source]
        subprocess.run(judge, check=True, cwd=evaluation)
    else:
        shutil.copytree(evaluation / "corpus_public", corpus)
        shutil.copy(evaluation / "docs.jsonl", corpus)
        queries = evaluation / "queries_public.json"
    for file in (*corpus.rglob("*.yml"), *corpus.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        for theirs, ours in OWN_SLUGS.items():
            text = re.sub(rf"\b{theirs}\b", ours, text)
        file.write_text(text, encoding="utf-8")
    return corpus, json.loads(queries.read_text(encoding="utf-8"))


def _build(corpus: Path, out: Path) -> None:
    command = [sys.executable, str(REPOSITORY / "build.py"), "build", "--root", str(corpus), "--out", str(out)]
    subprocess.run([*command, "--today", TODAY, "--base-url", "http://127.0.0.1/"], check=True)


def _identities(corpus: Path) -> dict[str, str]:
    """Return the evaluation's name of each document by the address of its page."""
    lines = (corpus / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    return {"/" + item["url"]: item["id"] for item in map(json.loads, lines)}


def _ask(page: Page, url: str, query: str, identity: dict[str, str]) -> Iterator[str]:
    """Type a query and return the documents found, best first, from the first two pages of results."""
    page.goto(f"{url}search/")
    page.fill("#q", query)
    page.press("#q", "Enter")
    for number in (1, 2):
        if number == 2:
            page.goto(f"{url}search/?q={quote(query)}&page=2")
        page.wait_for_selector(DONE, state="attached")
        if number == 2 and not page.locator("#pager [aria-current]").count():
            return
        paths = page.eval_on_selector_all("#results a", "links => links.map(link => link.pathname)")
        yield from (identity.get(path, path) for path in paths)


def _print_bytes(page: Page, url: str, site: Path, queries: list[str]) -> None:
    """Print what the first search of a visitor takes, and a second one after it: the median and the most of all."""
    sent: list[Response] = []
    context = page.context.browser.new_context()  # type: ignore[union-attr]
    visit = context.new_page()
    visit.on("response", lambda response: sent.append(response))  # Playwright refuses a method of a list
    visit.goto(f"{url}search/?q={quote(queries[0])}", wait_until="networkidle")
    visit.wait_for_selector(DONE, state="attached")
    index = [response for response in sent if "/search/index/" in response.url]
    shell = sum(_size(response.body()) for response in sent if response not in index)
    context.close()
    page.goto(f"{url}search/")
    asked = [set(names) for names in page.evaluate(ASKED, queries)]
    if {Path(urlsplit(response.url).path).stem for response in index} != asked[0]:
        sys.exit("The page asks for other files than is counted here.")
    sizes = {
        file.stem: _size(file.read_bytes())
        for file in (site / "search/index").glob("*.txt")
        if file.stem in set().union(*asked)
    }
    first = [shell + sum(sizes[name] for name in names) for names in asked]
    second = [sum(sizes[name] for name in other - one) for one, other in zip(asked, asked[3:], strict=False)]
    for name, found in (("first search", first), ("second search", second)):
        print(f"{name}: median {statistics.median(found):,.0f} bytes, most {max(found):,} (brotli, every response)")
    print(f"most: {queries[first.index(max(first))]}; page, script and typefaces {shell:,}, core {sizes['core']:,}")


def _size(content: bytes) -> int:
    return len(brotli.compress(content))


def _print_latency(page: Page, url: str, queries: list[dict[str, Any]], slow: float) -> None:
    """Print how long the engine takes a query once the parts it needs are there, and how long to load the index."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.goto(f"{url}search/")
    took = page.evaluate(
        """async queries => {
          const load = async name => {
            const text = await (await fetch(`index/${name}.txt`)).text();
            return text.slice(text.indexOf("\\n") + 1);
          };
          const core = await load("core"), started = performance.now();
          const index = await tasharukSearch.open(name => name === "core" ? Promise.resolve(core) : load(name));
          const loaded = performance.now() - started, times = [];
          for (const query of queries) await index.search(query);
          for (const query of queries) {
            const begun = performance.now();
            await index.search(query);
            times.push(performance.now() - begun);
          }
          return { loaded, times: times.sort((a, b) => a - b) };
        }""",
        [query["query"] for query in queries],
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    times = took["times"]
    p95 = times[int(len(times) * 0.95)]
    print(
        f"processor slowed {slow:g} times: index read in {took['loaded']:.0f} ms; "
        f"a query p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms"
    )


def _score(evaluation: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", evaluation / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _print_scores(score: ModuleType, queries: list[dict[str, Any]], results: dict[str, list[str]]) -> None:
    """Print the table by category."""
    scored = score.score(queries, results)
    print(f"{'category':15}{'n':>4}{'recall@10':>11}{'MRR@10':>9}{'nDCG@10':>9}")
    for name, row in scored.items():
        if "recall" in row:
            print(f"{name:15}{row['n']:4}{row['recall']:11.3f}{row['mrr']:9.3f}{row['ndcg']:9.3f}")
    if "negative" in scored:
        row = scored["negative"]
        print(f"negative: {row['empty']:.0%} empty, {row['mean_results']:.1f} results on average")
    print("nothing relevant in the first 10:", " ؛ ".join(scored["_failed"]) or "none")


if __name__ == "__main__":
    main()
