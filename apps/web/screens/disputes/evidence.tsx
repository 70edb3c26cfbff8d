import { type ReactNode, useRef, useState } from 'react';
import type { Dispute, Evidence } from '../../api/dispute-answers.ts';
import { disputesPath } from '../../api/dispute-queries.ts';
import { problemOf } from '../../api/problem.ts';
import { pathOf, send } from '../../api/request.ts';
import type { Terms } from '../../api/terms.ts';
import { formatDecimal } from '../../figures/amounts.ts';
import { save } from '../../parts/save.ts';
import { actingIn, useNames } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import { WriteForm } from '../../parts/write-form.tsx';
import { MAY_DECIDE } from './actions.tsx';
import { useRead } from './use-said.ts';

const MOST_BYTES = 10 * 1024 * 1024;
const evidencePath = ({ partnership, dispute }: Dispute): string => `${disputesPath(partnership)}/${encodeURIComponent(dispute)}/evidence`;

const hashOf = async (bytes: ArrayBuffer): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The file with its hash taken anew, here: what was recorded is what comes out. */
const One = ({
  dispute,
  terms,
  evidence,
}: {
  readonly dispute: Dispute;
  readonly terms: Terms;
  readonly evidence: Evidence;
}): ReactNode => {
  const name = useNames(dispute.partnership, terms).of;
  const [said, say] = useState<{ readonly tone: 'good' | 'bad'; readonly words: string }>();
  const download = async (): Promise<void> => {
    const response = await send(`${evidencePath(dispute)}/${evidence.sha256}`);
    if (!response.ok) {
      say({ tone: 'bad', words: (await problemOf(response)).problem.detail });
      return;
    }
    const bytes = await response.arrayBuffer();
    // Where a page is not served safely a browser gives no hash; the server has compared it, and says so by sending it.
    const isSame = 'subtle' in crypto ? (await hashOf(bytes)) === evidence.sha256 : undefined;
    say(
      isSame === false
        ? { tone: 'bad', words: 'This is not the file that was recorded: its hash is another.' }
        : {
            tone: 'good',
            words: isSame === true ? 'Hash compared in this browser: the file is what was recorded.' : 'Compared by the server.',
          },
    );
    if (isSame !== false) save(evidence.name, 'application/octet-stream', [new Uint8Array(bytes)]);
  };
  return (
    <li>
      <p>
        <strong>{evidence.name}</strong>{' '}
        <span className="small muted">
          {formatDecimal(evidence.bytes)} bytes, {name(evidence.person)}, {evidence.party}
        </span>
      </p>
      {evidence.text === undefined ? null : <p>“{evidence.text}”</p>}
      <p className="small muted">
        SHA-256 <code>{evidence.sha256}</code>
      </p>
      <p className="row">
        <button
          type="button"
          className="button"
          onClick={() => {
            void download();
          }}
        >
          Download<span className="seen-by-readers"> {evidence.name}</span>
        </button>
        <span role="status" className="small" data-tone={said?.tone}>
          {said?.words}
        </span>
      </p>
    </li>
  );
};

const Add = ({ dispute, terms }: { readonly dispute: Dispute; readonly terms: Terms }): ReactNode => {
  const read = useRead(dispute);
  const by = actingIn(useMe(), terms, MAY_DECIDE)[0];
  const field = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [text, setText] = useState('');
  if (by === undefined || dispute.status === 'ended') return null;
  const tooLarge = file !== undefined && file.size > MOST_BYTES;
  const sendFile = async (key: string): Promise<void> => {
    if (file === undefined) return;
    const response = await send(pathOf(evidencePath(dispute), { name: file.name, text, ...by }), {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': key },
      body: file,
    });
    if (!response.ok) throw await problemOf(response);
    await read(((await response.json()) as { readonly token: string }).token);
  };
  return (
    <details className="action not-printed">
      <summary>Add a file</summary>
      <WriteForm
        content={[file?.name, file?.size, file?.lastModified, text, by]}
        button="Add the file"
        disabled={file === undefined || tooLarge}
        send={sendFile}
        onSent={() => {
          setFile(undefined);
          setText('');
          if (field.current !== null) field.current.value = '';
        }}
      >
        <label className="field">
          <span>File, at most 10 MiB</span>
          <input
            ref={field}
            className="input"
            type="file"
            aria-invalid={tooLarge}
            onChange={({ target }) => {
              setFile(target.files?.[0]);
            }}
          />
        </label>
        {tooLarge ? (
          <p className="small" data-tone="bad">
            It has {formatDecimal(String(file.size))} bytes; send a smaller one, or parts of it.
          </p>
        ) : null}
        <label className="field">
          <span>What it shows (optional)</span>
          <input
            className="input"
            maxLength={2_000}
            value={text}
            onChange={({ target }) => {
              setText(target.value);
            }}
          />
        </label>
      </WriteForm>
    </details>
  );
};

/** Files that show something: kept beside the history, which holds their hash. */
export const EvidenceList = ({ dispute, terms }: { readonly dispute: Dispute; readonly terms: Terms }): ReactNode => (
  <section className="panel" aria-labelledby="evidence-title">
    <h2 id="evidence-title">Evidence</h2>
    {dispute.evidence.length === 0 ? (
      <p className="muted">None was added.</p>
    ) : (
      <ul className="plain-list">
        {dispute.evidence.map((one) => (
          <One key={one.sha256} dispute={dispute} terms={terms} evidence={one} />
        ))}
      </ul>
    )}
    <Add dispute={dispute} terms={terms} />
  </section>
);
