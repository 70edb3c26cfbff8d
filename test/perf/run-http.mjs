import { spawn } from 'node:child_process';
import { Agent, get } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { answer, options, percentiles } from './measure.mjs';
import { agreementOf, customerName, dayText, newRandom } from './sales-file.mjs';

/** The same questions through the API, over one kept connection. */
const QUESTIONS = 1_000;
const WARM_UP = 200;
const { dir, port } = options();
const main = fileURLToPath(new URL('../../dist/apps/api/main.js', import.meta.url));
// The ledger that was imported is the embedded one, wherever this shell's own ledger is.
const env = { ...process.env };
delete env.EVENTSTORE_URL;
const server = spawn(process.execPath, [main, '--data', dir, '--port', String(port), '--open'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env,
});

const listening = async () => {
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith('{"listening"')) return JSON.parse(line).listening;
  }
  throw new Error('the server did not start');
};

const url = await listening();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const ask = (query) =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    get(`${url}/agreements/${agreementOf(customerName(0))}/balance?${query}`, { agent }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => {
        if (response.statusCode !== 200) reject(new Error(`${response.statusCode} ${text}`));
        else resolve({ milliseconds: performance.now() - start, body: JSON.parse(text) });
      });
    }).on('error', reject);
  });

try {
  const { body } = await ask('on=2026-12-31');
  const random = newRandom(11);
  const times = [];
  for (let index = 0; index < QUESTIONS + WARM_UP; index += 1) {
    const { milliseconds } = await ask(`on=${dayText(random(365))}&knownAt=${10 + random(body.knownAt - 10)}`);
    if (index >= WARM_UP) times.push(milliseconds);
  }
  answer(percentiles(times));
} finally {
  server.kill();
}
process.exit(0);
