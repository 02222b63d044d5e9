/* Copies what a [data-copy] button names and says so; the buttons stay hidden where that cannot work. */
(function () {
  var say = document.getElementById("say"), words = say.dataset, board = navigator.clipboard;
  board && document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.onclick = function () {
      say.textContent = "";
      board.writeText(button.dataset.copy).then(function () {
        button.lastChild.textContent = words.short;
        say.textContent = words.done;
      }, function () {
        say.textContent = words.failed;
      });
    };
  });
})();
