/* Keeps the form's page and what it loads, so that it opens without a line; a line, where there is one, goes first. */
var box = "tasharuk-form", root = new URL("../", self.registration.scope).href;
self.addEventListener("install", function (event) {
  self.skipWaiting();
  event.waitUntil(caches.open(box).then(function (cache) {
    return cache.addAll(["submit/", "submit/form.json", "assets/form.js", "assets/favicon.svg"].map(function (path) { return root + path; }));
  }));
});
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });
self.addEventListener("fetch", function (event) {
  if (event.request.method !== "GET" || !event.request.url.startsWith(root)) return;
  event.respondWith(fetch(event.request).then(function (answer) {
    var copy = answer.clone();
    if (answer.ok) event.waitUntil(caches.open(box).then(function (cache) { return cache.put(event.request, copy); }));
    return answer;
  }, function () {
    return caches.match(event.request, { ignoreSearch: true }).then(function (kept) { return kept || Response.error(); });
  }));
});
