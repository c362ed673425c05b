/* What a person may send besides words. Text in the composer becomes the caption. */

const SAMPLES = ["error_503", "frozen_softphone", "monitor_photo"];
const LARGE_BYTES = 25 * 1024 * 1024;
const TONE_RATE = 8000;

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
    { action: "voice", icon: "mic", text: "Voice message", run: () => upload(phone, "voice", tone()) },
    { action: "video", icon: "video", text: "Video…", run: () => choose(phone, "video", "video/*") },
    { action: "large", icon: "file", text: "A file of 25 MB", note: "More than a bot may fetch",
      run: () => upload(phone, "document", new File([new Uint8Array(LARGE_BYTES)], "recording.zip", { type: "application/zip" })) },
  ];
}

function takeCaption(phone) {
  const caption = phone.input.value.trim();
  phone.input.value = "";
  phone.sizeInput();
  return caption;
}

function captioned(phone, body) {
  const caption = takeCaption(phone);
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
  const caption = takeCaption(phone);
  if (caption) form.append("caption", caption);
  return phone.ask(kind, form);
}

/* One second of a quiet hum: enough to be a voice message, with nobody's voice in it. */
function tone() {
  const bytes = new DataView(new ArrayBuffer(44 + TONE_RATE));
  const word = (at, text) => [...text].forEach((letter, i) => bytes.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF"), word(8, "WAVEfmt "), word(36, "data");
  bytes.setUint32(4, 36 + TONE_RATE, true), bytes.setUint32(16, 16, true), bytes.setUint32(40, TONE_RATE, true);
  bytes.setUint16(20, 1, true), bytes.setUint16(22, 1, true), bytes.setUint16(32, 1, true), bytes.setUint16(34, 8, true);
  bytes.setUint32(24, TONE_RATE, true), bytes.setUint32(28, TONE_RATE, true);
  for (let i = 0; i < TONE_RATE; i += 1) bytes.setUint8(44 + i, 128 + 40 * Math.sin((i / TONE_RATE) * 2 * Math.PI * 220));
  return new File([bytes.buffer], "voice.wav", { type: "audio/wav" });
}
