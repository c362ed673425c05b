/* Two soft tones for a message with sound; muted until somebody asks for them. */

const PITCHES = [880, 1175];
let audio = null;

export const bell = {
  loud: false,
  ring() {
    if (!bell.loud) return;
    audio ??= new AudioContext();
    PITCHES.forEach((pitch, i) => tone(pitch, audio.currentTime + i * 0.14));
  },
};

function tone(pitch, at) {
  const wave = audio.createOscillator();
  const gain = audio.createGain();
  wave.frequency.value = pitch;
  gain.gain.setValueAtTime(0.05, at);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
  wave.connect(gain).connect(audio.destination);
  wave.start(at);
  wave.stop(at + 0.24);
}
