import type { ReactNode } from 'react';

const MAY: Readonly<Record<string, string>> = {
  administrator: 'members, keys, grants, webhooks',
  commercial: 'propose, counter, sign, record sales',
  approver: 'approve up to a limit, sign',
  finance: 'close, claim, settle, record sales',
  viewer: 'read',
};

/** Roles as boxes to tick, each with what it may. */
export const RoleBoxes = ({
  roles,
  all,
  onChange,
}: {
  readonly roles: readonly string[];
  readonly all: readonly string[];
  readonly onChange: (roles: readonly string[]) => void;
}): ReactNode => (
  <fieldset className="roles">
    <legend className="label">Roles</legend>
    {all.map((role) => (
      <label key={role} className="row">
        <input
          type="checkbox"
          checked={roles.includes(role)}
          onChange={({ target }) => {
            onChange(all.filter((one) => (one === role ? target.checked : roles.includes(one))));
          }}
        />
        <span>
          {role} <span className="muted small">{MAY[role] ?? ''}</span>
        </span>
      </label>
    ))}
  </fieldset>
);
