import { useQueryClient } from '@tanstack/react-query';
import type { Dispute } from '../../api/dispute-answers.ts';
import { disputeQuery, disputesPath } from '../../api/dispute-queries.ts';
import { write } from '../../api/request.ts';

type Said = { readonly token: string };

/** After a write: the dispute with it in, and all else that its agreement shows asked again. */
export const useRead = ({ agreement, partnership, dispute }: Dispute): ((token: string) => Promise<void>) => {
  const queries = useQueryClient();
  return async (token) => {
    await queries.query(disputeQuery(agreement, partnership, dispute, token));
    void queries.invalidateQueries({ queryKey: ['agreement', agreement] });
  };
};

/** Says something in a dispute, and waits until it is on the screen. */
export const useSay = (dispute: Dispute): ((what: string, body: unknown, key: string) => Promise<void>) => {
  const read = useRead(dispute);
  return async (what, body, key) => {
    const { token } = await write<Said>(
      'POST',
      `${disputesPath(dispute.partnership)}/${encodeURIComponent(dispute.dispute)}/${what}`,
      body,
      key,
    );
    await read(token);
  };
};
