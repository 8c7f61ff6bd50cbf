/* What the pages gain from a script. Everything works without it. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  const one = (selector, root) => all(selector, root)[0];
  const announce = (words) => setTimeout(() => { one("#announce").textContent = words; }, 100);
  const GONE = [0, 502, 503, 504];

  /* Pressed twice: the second press does nothing until the first has been answered. */
  const busy = (form, is) => is ? form.setAttribute("aria-busy", "true") : form.removeAttribute("aria-busy");
  const sentByHtmx = (form) => form.matches("[data-hx-post], [data-hx-get], [data-hx-put], [data-hx-delete]");

  addEventListener("submit", (event) => {
    if (event.target.hasAttribute("aria-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || sentByHtmx(form)) return;
    if (!navigator.onLine && form.method === "post") {
      event.preventDefault();
      return lost(form, event.submitter);
    }
    if (form.hasAttribute("data-forget")) sessionStorage.clear();
    for (const field of all("[data-keep]", form)) {
      sessionStorage.setItem(`sent:${field.dataset.keep}`, "1");
      if ("offer" in field.dataset) sessionStorage.setItem(`keep:${field.dataset.keep}`, field.value);
    }
    busy(form, true);
    setTimeout(busy, 8000, form, false);
  });

  addEventListener("pageshow", (event) => {
    all("form[aria-busy]").forEach((form) => busy(form, false));
    if (event.persisted && one("[data-person]")) location.reload();
  });

  /* Connection lost: say so, keep everything, try the same again with growing pauses, one try at a time. */
  const PAUSES = [1, 2, 4, 8, 15, 30];
  let waiting = null;

  function lost(form, submitter) {
    const tries = waiting?.form === form ? waiting.tries + 1 : 0;
    clearTimeout(waiting?.timer);
    const pause = 1000 * PAUSES[Math.min(tries, PAUSES.length - 1)];
    waiting = { form, submitter, tries, timer: setTimeout(again, pause) };
    one("#connection").hidden = false;
  }

  function found(words) {
    clearTimeout(waiting?.timer);
    waiting = null;
    one("#connection").hidden = true;
    if (words) announce(words);
  }

  function again() {
    if (!waiting) return;
    const { form, submitter } = waiting;
    clearTimeout(waiting.timer);
    if (!form.isConnected) found();
    else if (!form.hasAttribute("aria-busy")) form.requestSubmit(submitter?.form === form ? submitter : undefined);
  }

  addEventListener("online", again);

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    const polls = elt.getAttribute("data-hx-trigger")?.includes("every");
    if (polls && document.hidden) event.preventDefault();
    else if (elt.matches("form") && requestConfig.verb !== "get") {
      if (waiting?.form === elt) clearTimeout(waiting.timer);
      busy(elt, true);
    }
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const { requestConfig, xhr } = event.detail;
    const { elt } = requestConfig; // the event's own elt is another when the swap has taken this one away
    if (!elt.matches("form") || requestConfig.verb === "get") return;
    busy(elt, false);
    if (GONE.includes(xhr.status)) return lost(elt, requestConfig.triggeringEvent?.submitter);
    if (waiting?.form === elt) found(one("#connection").dataset.back);
    if (xhr.status < 400 && !sendsToSignIn(xhr)) all("[data-keep]", elt).forEach((field) => sessionStorage.removeItem(`keep:${field.dataset.keep}`));
  });

  /* Any other failure: the error page's own words, as a message on this page. */
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (GONE.includes(xhr.status) || requestConfig.verb === "get") return;
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const flash = document.createElement("div");
    flash.className = "flash error";
    flash.setAttribute("role", "alert");
    const words = all("h1, .intro", page).map((part) => part.textContent.trim());
    flash.append(Object.assign(document.createElement("p"), { textContent: words.join(". ") || xhr.responseText.slice(0, 200) }));
    one("#flash").replaceChildren(flash);
    flash.scrollIntoView({ block: "nearest" });
  });

  /* Drafts live in this tab only, until the form has been accepted. Being asked to sign in first is no acceptance. */
  const SIGN_IN = "/sign-in";
  const sendsToSignIn = (xhr) => (xhr.getResponseHeader("HX-Redirect") || "").startsWith(SIGN_IN);

  addEventListener("input", ({ target }) => {
    if (target.dataset?.keep) sessionStorage.setItem(`keep:${target.dataset.keep}`, target.value);
  });

  function recall(root) {
    for (const field of all("[data-keep]", root)) {
      const key = `keep:${field.dataset.keep}`;
      if (!field.value && sessionStorage.getItem(key)) field.value = sessionStorage.getItem(key);
      else if (field.dataset.offer) offer(field, key);
    }
  }

  /* A field that has other words already: the draft is offered, not put over them. */
  function offer(field, key) {
    const kept = sessionStorage.getItem(key), button = one(`#${field.dataset.offer} button`);
    const isKept = kept?.trim() === field.value.trim();
    button.parentElement.hidden = !kept || isKept;
    if (isKept && !one("#error-summary")) sessionStorage.removeItem(key);
    button.onclick = () => {
      field.value = kept;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      button.parentElement.hidden = true;
      field.focus();
    };
  }

  function settleSent() {
    for (const sent of Object.keys(sessionStorage).filter((key) => key.startsWith("sent:"))) {
      const key = sent.slice(5);
      if (location.pathname !== SIGN_IN && !all("[data-keep]").some((field) => field.dataset.keep === key && field.value)) sessionStorage.removeItem(`keep:${key}`);
      sessionStorage.removeItem(sent);
    }
  }

  /* A call is ours while its page is open and visible. */
  const csrf = () => one("meta[name=csrf-token]").content;

  function renew(element) {
    const tell = () => document.visibilityState === "visible"
      && fetch(element.dataset.renew, { method: "POST", headers: { "X-CSRFToken": csrf() } }).catch(() => {});
    const timer = setInterval(() => element.isConnected ? tell() : clearInterval(timer), 1000 * (element.dataset.renewEvery || 120));
  }

  /* Number keys answer the question at hand. */
  addEventListener("keydown", (event) => {
    if (!/^[1-9]$/.test(event.key) || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    all("[data-report-step] button[name=answer]").filter((button) => button.offsetParent && !button.disabled)[event.key - 1]?.click();
  });

  /* Copy a text; show a password. */
  addEventListener("click", async ({ target }) => {
    const button = target.closest?.("[data-copy], [data-reveal], [data-print]");
    if (button?.matches("[data-print]")) print();
    else if (button?.dataset.reveal) {
      const field = document.getElementById(button.dataset.reveal);
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    } else if (button) {
      await navigator.clipboard.writeText(button.dataset.copy);
      announce(button.dataset.copied);
      const label = button.textContent;
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = label; }, 2000);
    }
  });

  /* Something is opened: one more is counted, without saying by whom. */
  const counted = ({ target }) => {
    const link = target.closest?.("[data-counts]");
    if (!link || !one("meta[name=csrf-token]")) return; // strangers aren't counted: they have no cookie
    const form = new FormData();
    form.set("csrf_token", csrf());
    navigator.sendBeacon(link.dataset.counts, form);
  };
  addEventListener("click", counted);
  addEventListener("auxclick", counted);

  /* Tabs scroll sideways on a phone: the current one is in view, a piece of the one before it too. */
  function bringInView(tab) {
    const left = (element) => element.getBoundingClientRect().left;
    tab.parentNode.scrollLeft += left(tab) - left(tab.parentNode) - 40;
  }

  function welcome(root) {
    recall(root);
    all("[data-renew]", root).forEach(renew);
    all(".tabs [aria-current]", root).forEach(bringInView);
    all(":is([data-reveal], [data-print])[hidden]", root).forEach((button) => { button.hidden = false; });
    if (navigator.clipboard) all("[data-copy][hidden]", root).forEach((button) => { button.hidden = false; });
  }

  /* The new question takes the focus, so that it is read aloud and the keyboard goes on from it. */
  function turnTo(place) {
    if (!place) return;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    (place.closest(".ask") || place).scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    if (elt === document.body) return;
    welcome(elt);
    turnTo(one("[data-focus]", elt) || one("[data-report-step] :is(h1, h2, h3, legend)", elt));
    const said = all(".flashes .flash p", elt).map((part) => part.textContent.trim()).join(" ");
    if (said) announce(said);
  });

  settleSent();
  welcome(document.body);
  turnTo(one("#error-summary, #clash h2"));
})();
