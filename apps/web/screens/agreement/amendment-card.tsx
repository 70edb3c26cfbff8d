import { type ReactNode, useEffect, useState } from 'react';
import type { Amendment, TermsObject } from '../../api/negotiation-answers.ts';
import { type Terms, nameOf, unitOf } from '../../api/terms.ts';
import { readStructured, writeStructured } from '../../parts/structured.ts';
import { KnobRow } from '../../what-if/knob-row.tsx';
import { type ProgrammeObject, knobsOf, turned } from '../../what-if/knobs.ts';
import { ModeChoice } from '../../what-if/mode-choice.tsx';

const isChange = (value: unknown): value is TermsObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (change: TermsObject): string => (Object.keys(change).length === 0 ? '' : writeStructured(change));

/** Whatever numbers cannot say: any key of the programme, as in an agreement file. */
const AsText = ({ change, onChange }: { readonly change: TermsObject; readonly onChange: (change: TermsObject) => void }): ReactNode => {
  const [text, setText] = useState(() => textOf(change));
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    setText((before) => {
      const read = readStructured(before);
      return read.ok && JSON.stringify(read.value ?? {}) === JSON.stringify(change) ? before : textOf(change);
    });
  }, [change]);
  const take = (next: string): void => {
    setText(next);
    const read = readStructured(next);
    if (!read.ok) setWrong(`Line ${read.line}, column ${read.column}: ${read.message}`);
    else if (read.value === null || isChange(read.value)) {
      setWrong('');
      onChange(read.value ?? {});
    } else setWrong('Write keys of the programme, such as earn: or cap:.');
  };
  return (
    <details>
      <summary className="small">The change as text: any key of the programme</summary>
      <label className="field">
        <span>YAML or JSON; what is not named stays</span>
        <textarea
          className="input code-text"
          rows={Math.min(18, Math.max(4, text.split('\n').length + 1))}
          spellCheck={false}
          value={text}
          aria-invalid={wrong !== ''}
          onChange={({ target }) => {
            take(target.value);
          }}
        />
      </label>
      {wrong === '' ? null : (
        <p className="notice bad small" role="alert">
          {wrong}
        </p>
      )}
    </details>
  );
};

type Props = {
  readonly amendment: Amendment;
  readonly programme: ProgrammeObject;
  readonly terms: Terms;
  readonly onChange: (amendment: Amendment) => void;
  readonly onRemove: () => void;
};

/** What changes of one programme, from which day, and how what was earned before is treated. */
export const AmendmentCard = ({ amendment, programme, terms, onChange, onRemove }: Props): ReactNode => {
  const { change, effective, mode } = amendment;
  const changed = new Map(knobsOf({ ...programme, ...change, id: programme.id }).map(({ at, value }) => [at, value]));
  return (
    <fieldset className="panel amendment">
      <legend>{nameOf(terms, programme.id)}</legend>
      <div className="row end">
        <button type="button" className="button plain small" onClick={onRemove}>
          Leave {programme.id} as it is
        </button>
      </div>
      <ModeChoice
        name={programme.id}
        mode={mode}
        effective={effective}
        from={terms.from}
        to={terms.to}
        onChange={(next) => {
          onChange({ ...amendment, ...next });
        }}
      />
      <div className="knobs">
        {knobsOf(programme).map((knob) => (
          <KnobRow
            key={knob.at}
            knob={knob}
            value={changed.get(knob.at) ?? knob.value}
            unit={knob.kind === 'bound' ? unitOf(terms, programme.id) : terms.currency}
            onTurn={(value) => {
              onChange({ ...amendment, change: turned(programme, change, knob.at, value) });
            }}
          />
        ))}
      </div>
      <AsText
        change={change}
        onChange={(next) => {
          onChange({ ...amendment, change: next });
        }}
      />
    </fieldset>
  );
};
