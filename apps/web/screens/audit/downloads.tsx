import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Agreement } from '../../api/answers.ts';
import { pathOfPartnership } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { get } from '../../api/request.ts';
import { Refused } from '../../parts/answered.tsx';
import { save } from '../../parts/save.ts';
import { commandOf } from '../../parts/twins.tsx';
import type { LogKeys } from '../../proof/answers.ts';
import type { Wanted } from './bundle.ts';

type Part = { readonly done: number; readonly of: number };
type Made = { readonly name: string; readonly type: string; readonly content: string | Blob; readonly said: string };
type Props = {
  readonly title: string;
  readonly command: string;
  readonly make: (onPart: (done: number, of: number) => void) => Promise<Made>;
  readonly children: ReactNode;
};

/** One thing to take away. What writes it is loaded once it is asked for. */
const Download = ({ title, command, make, children }: Props): ReactNode => {
  const [part, setPart] = useState<Part>();
  const run = useMutation({
    mutationFn: () =>
      make((done, of) => {
        setPart({ done, of });
      }),
    onSuccess: ({ name, type, content }) => {
      save(name, type, content);
    },
    onSettled: () => {
      setPart(undefined);
    },
  });
  return (
    <li>
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={run.isPending}
          onClick={() => {
            run.mutate();
          }}
        >
          {title}
        </button>
        <code className="small muted" title="The same on the command line">
          {command}
        </code>
      </div>
      <p className="small muted">{children}</p>
      {run.isPending ? (
        <p className="row small" role="status">
          <progress max={part?.of ?? 1} value={part?.done ?? 0} aria-label={title} />{' '}
          {part === undefined ? 'begins' : `${part.done} of ${part.of} files`}
        </p>
      ) : null}
      {run.data === undefined ? null : (
        <p className="small" role="status">
          {run.data.said}
        </p>
      )}
      {run.isError ? <Refused problem={problemIn(run.error)} /> : null}
    </li>
  );
};

/** A bundle, as the server sends it. */
const Archive = ({ title, command, wanted, children }: Omit<Props, 'make'> & { readonly wanted: Wanted }): ReactNode => (
  <Download
    title={title}
    command={command}
    make={async () => {
      const content = await (await import('./bundle.ts')).archiveOf(wanted);
      return {
        name: `${wanted.agreement ?? wanted.partnership.replace('~', '-')}.tar`,
        type: content.type,
        content,
        said: 'Saved. Check it as it is with rebate verify; or unpack it with tar, and check it with node verify-proofs.mjs.',
      };
    }}
  >
    {children}
  </Download>
);

/** What somebody may take away who was granted one agreement. */
export const PartDownload = ({ agreement: { agreement, partnership } }: { readonly agreement: Agreement }): ReactNode => (
  <ul className="downloads">
    <Archive
      title="The events of this agreement (TAR)"
      command={commandOf('export', { agreement, to: 'part.tar' })}
      wanted={{ partnership, agreement, maySign: false }}
    >
      Its events and the sales that count in it, each with its proof. That they are all cannot be shown, so no figure is claimed.
    </Archive>
  </ul>
);

/** What is checked elsewhere, without this server and without an account. */
export const Downloads = ({ agreement, maySign }: { readonly agreement: Agreement; readonly maySign: boolean }): ReactNode => {
  const { agreement: id, partnership } = agreement;
  return (
    <section className="panel" aria-labelledby="downloads-title">
      <h2 id="downloads-title">Take it away and check it elsewhere</h2>
      <ul className="downloads">
        <Archive
          title="The whole history (TAR)"
          command={commandOf('export', { partnership, to: 'bundle.tar' })}
          wanted={{ partnership, maySign }}
        >
          Every event of the partnership, the tree that its checkpoint signs, what the ledger claims of every figure, and a program that
          checks it with nothing else of ours.
        </Archive>
        <Download
          title="Evidence to print (HTML)"
          command={commandOf('evidence', { agreement: id, to: 'evidence.html' })}
          make={async (onPart) => {
            const { name, page } = await (await import('./evidence.ts')).evidenceOf(agreement, maySign, onPart);
            return { name, type: 'text/html', content: page, said: 'Saved. The page loads nothing and runs nothing.' };
          }}
        >
          The terms in words, what is earned, every event with its hash, and the signed checkpoint.
        </Download>
        <Download
          title="The newest checkpoint"
          command={commandOf('checkpoint show', { partnership })}
          make={async () => {
            const { note, checkpoint } = await (await import('./log.ts')).newestCheckpoint(partnership, maySign);
            return {
              name: `${partnership.replace('~', '-')}-checkpoint.txt`,
              type: 'text/plain',
              content: note,
              said: `Saved, for ${checkpoint.size} events. Keep it: from now on nobody changes what it covers unseen.`,
            };
          }}
        >
          A few lines. Whoever keeps them can tell, later, whether the past was changed.
        </Download>
        <Download
          title="The keys as a policy"
          command={`${commandOf('checkpoint keys', { partnership })} --policy`}
          make={async () => {
            const keys = await get<LogKeys>(`${pathOfPartnership(partnership)}/log/keys`);
            return {
              name: `${partnership.replace('~', '-')}-policy.txt`,
              type: 'text/plain',
              content: (await import('#verification')).policyOf(keys),
              said: 'Saved. Have the keys confirmed by another way than this page.',
            };
          }}
        >
          Who must have signed. Get it by another way than the history: on paper, by telephone, from the other side.
        </Download>
      </ul>
    </section>
  );
};
