/* Keeps the form's pages that were opened, and what they load, for use without a line; a line, where there is one, goes
   first. Nothing else of the site is kept: an account number of last year must not be shown as today's. */
const box = caches.open("tasharuk-form"), root = new URL("../", self.registration.scope).href;
const isOurs = url => url.startsWith(root) && /^(submit\/|assets\/|organizations\/[^/]+\/index\.json$)/.test(url.slice(root.length));
async function keepOpened() {
  const pages = (await self.clients.matchAll({ includeUncontrolled: true })).map(page => page.url.replace(/[?#].*/, "")).filter(isOurs);
  await (await box).addAll(new Set([...pages.flatMap(page => [page, page + "form.json"]), root + "assets/form.js", root + "assets/favicon.svg"]));
}
async function answer(request) {
  try {
    const found = await fetch(request);
    if (found.ok) await (await box).put(request, found.clone());
    return found;
  } catch {
    return await (await box).match(request, { ignoreSearch: true }) || Response.error();
  }
}
self.oninstall = event => {
  self.skipWaiting();
  event.waitUntil(keepOpened());
};
self.onactivate = event => event.waitUntil(self.clients.claim());
self.onfetch = event => {
  if (event.request.method === "GET" && isOurs(event.request.url)) event.respondWith(answer(event.request));
};
