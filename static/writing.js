/* What only those gain from a script who write pages. */
(() => {
  "use strict";
  /* Put a picture's sign into the text that is being written, where the cursor was; it needs the words that stand for it. */
  let written = null;

  addEventListener("focusin", ({ target }) => { if (target.matches("textarea")) written = target; });

  addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-insert]");
    const text = written?.isConnected ? written : document.querySelector("textarea");
    const alt = button?.closest("#picked") && document.querySelector("#alt");
    if (!button || !text || (alt && !alt.reportValidity())) return;
    const words = alt?.value.replace(/[[\]\n]/g, " ").trim();
    text.focus();
    text.setRangeText(alt ? button.dataset.insert.replace("#", () => words) : button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });

  const offer = () => document.querySelectorAll("[data-insert][hidden]").forEach((button) => { button.hidden = false; });
  document.addEventListener("htmx:load", offer);
  offer();
})();
