// Live progress of imports, and dropping files. Without it the form posts as any other.
"use strict";

(() => {
  const uploads = document.getElementById("uploads");
  if (!uploads) return;
  const followed = new Set();

  // refresh shows an upload as the server has it now.
  const refresh = async (article) => {
    const answer = await fetch(location.pathname, {headers: {Accept: "text/html"}});
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(article.id);
    if (!fresh) return;
    article.replaceWith(fresh);
    if (fresh.dataset.state === "done" || fresh.dataset.state === "failed") {
      fresh.querySelector("[data-live]").textContent = uploads.dataset.over;
    }
  };

  // follow shows how far an import has come until it is over.
  const follow = (article) => {
    const id = article.dataset.upload;
    if (article.dataset.state === "done" || article.dataset.state === "failed" || followed.has(id)) return;
    followed.add(id);
    const live = article.querySelector("[data-live]");
    const events = new EventSource(`/api/v1/imports/${encodeURIComponent(id)}/events`);
    events.addEventListener("progress", (event) => {
      const now = JSON.parse(event.data);
      live.textContent = uploads.dataset.done.replace("{n}", now.seen) + (now.current ? " · " + now.current : "");
    });
    events.addEventListener("done", () => {
      events.close();
      followed.delete(id);
      refresh(article);
    });
  };

  const followAll = () => uploads.querySelectorAll("[data-upload]").forEach(follow);
  followAll();

  const form = document.getElementById("drop");
  if (!form) return;
  const sending = document.getElementById("sending");
  const sent = document.getElementById("sent");
  const hint = form.querySelector("[data-hint]");
  hint.textContent = hint.dataset.hint;
  hint.hidden = false;

  // send posts files as the form does, and shows how much of them is on its way.
  const send = (files) => {
    if (!files.length) return;
    const body = new FormData();
    for (const file of files) body.append("file", file, file.name);
    const request = new XMLHttpRequest();
    sending.hidden = false;
    sent.textContent = sent.dataset.sending;
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) sending.value = 100 * event.loaded / event.total;
    };
    request.onerror = () => { sending.hidden = true; sent.textContent = sent.dataset.failed; };
    request.onload = () => {
      sending.hidden = true;
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const list = page.getElementById("uploads");
      if (request.status !== 200 || !list) {
        const said = page.querySelector(".problem");
        sent.textContent = said ? said.querySelector("h1").textContent + " · " + said.querySelector("p").textContent : sent.dataset.failed;
        return;
      }
      sent.textContent = sent.dataset.sent;
      form.reset();
      // Those that are followed stay, so that what is read aloud of them goes on.
      list.querySelectorAll("[data-upload]").forEach((fresh) => {
        const here = document.getElementById(fresh.id);
        if (here) fresh.replaceWith(here);
      });
      uploads.replaceChildren(...list.childNodes);
      followAll();
    };
    request.open("POST", "/import");
    request.send(body);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form.querySelector("input[type=file]").files);
  });
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.remove("over"); });
  }
  form.addEventListener("drop", (event) => send(event.dataTransfer.files));
})();
