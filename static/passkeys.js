/* Passkeys: the browser makes or uses one, and the form that asked for it is sent with what it says. */
(() => {
  "use strict";
  const PAUSE = 8 * 60 * 1000; // a challenge is good for ten minutes
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));
  let offer = null; // what waits for a press in the list that the browser fills in addresses from

  async function options(form) {
    const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
    if (answer.redirected) {
      location.assign(answer.url);
      return new Promise(() => {});
    }
    if (!answer.ok) throw new Error(answer.status);
    const asked = await answer.json();
    return {
      ...asked,
      challenge: bytes(asked.challenge),
      ...(asked.user && { user: { ...asked.user, id: bytes(asked.user.id) } }),
      ...(asked.excludeCredentials && { excludeCredentials: known(asked.excludeCredentials) }),
      ...(asked.allowCredentials && { allowCredentials: known(asked.allowCredentials) }),
    };
  }

  function said({ id, rawId, type, response }) {
    const made = { clientDataJSON: text(response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) made[part] = text(response[part]);
    }
    if (response.getTransports) made.transports = response.getTransports();
    return JSON.stringify({ id, rawId: text(rawId), type, response: made, clientExtensionResults: {} });
  }

  const WORDS = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", SecurityError: "elsewhere" };

  async function ask(form, more = {}) {
    const problem = form.querySelector("[data-problem]");
    problem.hidden = true;
    try {
      const publicKey = await options(form);
      if (more.signal?.aborted) return;
      const given = { publicKey, ...more };
      const credential = await (form.dataset.passkey === "add" ? navigator.credentials.create(given) : navigator.credentials.get(given));
      form.elements.credential.value = said(credential);
      form.requestSubmit();
    } catch (error) {
      if (more.mediation) return; // nobody has pressed anything
      problem.textContent = form.dataset[WORDS[error.name]] || form.dataset.failed;
      problem.hidden = false;
    }
  }

  async function offerInList(form) {
    if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
    offer?.abort();
    offer = new AbortController();
    ask(form, { mediation: "conditional", signal: offer.signal });
    setTimeout(() => offer && offerInList(form), PAUSE);
  }

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.hidden = false;
    form.querySelectorAll("[hidden]:not([data-problem])").forEach((part) => { part.hidden = false; });
    const button = form.querySelector("[data-ask]");
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault(); // the Enter key, in the name
      button.click();
    }, true);
    button.addEventListener("click", async () => {
      offer?.abort();
      offer = null;
      button.disabled = true;
      await ask(form);
      button.disabled = false;
    });
    if ("inList" in form.dataset) offerInList(form);
  }
})();
