/* A list that is filtered in place: brings the search's own part of the page when somebody turns to the box. */
(() => {
  const form = document.querySelector("form.searchbox"), kind = form.elements.kind.value;
  let isAwake = false;
  async function wake() {
    if (isAwake) return;
    isAwake = true;
    try {
      const answer = await fetch(form.action), page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("found"), words = found.querySelector("#search-words");
      words.textContent = JSON.stringify({ ...JSON.parse(words.textContent), fixed: { kind: [kind] } });
      document.getElementById("start").before(found);
      document.head.append(Object.assign(document.createElement("script"), { src: form.dataset.script }));
    } catch (error) {
      isAwake = false; // the form still leads to the search page
    }
  }
  form.hidden = false;
  form.addEventListener("focusin", wake);
  if (location.search) wake();
})();
