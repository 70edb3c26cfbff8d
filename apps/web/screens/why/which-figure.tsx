import type { ReactNode } from 'react';
import type { Terms } from '../../api/terms.ts';
import type { Change } from './asked.ts';

type Props = {
  readonly figure: string | undefined;
  readonly programme: string | undefined;
  readonly programmes: Terms['programmes'];
  readonly change: Change;
};

/** Which figure is explained: what is earned, open or projected, of all programmes or of one. */
export const WhichFigure = ({ figure, programme, programmes, change }: Props): ReactNode => (
  <>
    <label className="field">
      <span>Figure</span>
      <select
        className="input"
        value={figure ?? 'earned'}
        onChange={({ target }) => {
          change({ figure: target.value === 'earned' ? undefined : target.value });
        }}
      >
        <option value="earned">earned</option>
        <option value="open">open</option>
        <option value="projected">projected</option>
      </select>
    </label>
    <label className="field">
      <span>Programme</span>
      <select
        className="input"
        value={programme ?? ''}
        onChange={({ target }) => {
          change({ programme: target.value === '' ? undefined : target.value });
        }}
      >
        <option value="">all</option>
        {programmes.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name ?? one.id}
          </option>
        ))}
      </select>
    </label>
  </>
);
