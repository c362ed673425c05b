/* What a person may send besides words. Text in the composer becomes the caption. */

const SAMPLES = ["error_503", "frozen_softphone", "monitor_photo"];
const LARGE_BYTES = 25 * 1024 * 1024;

export function attachments(phone) {
  const sample = (name) => () => phone.ask("photo", captioned(phone, { sample: name }));
  return [
    { action: "sample-error_503", icon: "image", text: "Screenshot: error 503", run: sample("error_503") },
    { action: "sample-frozen_softphone", icon: "image", text: "Screenshot: frozen softphone", run: sample("frozen_softphone") },
    { action: "sample-monitor_photo", icon: "image", text: "Photo of the monitor", run: sample("monitor_photo") },
    { action: "album", icon: "images", text: "Album of all three", run: () => phone.ask("album", captioned(phone, { samples: SAMPLES })) },
    { action: "sample-document", icon: "file", text: "Screenshot as a file",
      run: () => phone.ask("document", captioned(phone, { sample: "error_503" })) },
    { action: "own-photo", icon: "image", text: "Your own picture…", run: () => choose(phone, "photo", "image/*") },
    { action: "own-document", icon: "file", text: "Your own file…", run: () => choose(phone, "document", "") },
    { action: "voice", icon: "mic", text: "Voice message", run: () => phone.ask("voice", {}) },
    { action: "video", icon: "video", text: "Video", run: () => phone.ask("video", captioned(phone, {})) },
    { action: "large", icon: "file", text: "A file of 25 MB", note: "More than a bot may fetch",
      run: () => upload(phone, "document", new File([new Uint8Array(LARGE_BYTES)], "recording.zip", { type: "application/zip" })) },
  ];
}

function captioned(phone, body) {
  const caption = phone.composer.take();
  return caption ? { ...body, caption } : body;
}

function choose(phone, kind, accept) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  input.addEventListener("change", () => { if (input.files.length) upload(phone, kind, input.files[0]); });
  input.click();
}

function upload(phone, kind, file) {
  const form = new FormData();
  form.append("file", file, file.name);
  const caption = phone.composer.take();
  if (caption) form.append("caption", caption);
  return phone.ask(kind, form);
}
