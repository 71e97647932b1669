import type { Role } from '#accounts';
import { Checkbox, CheckboxGroup } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** What someone may do, and whether they see the work of the team. */
export function RoleFields({
  chosen,
  inTeam,
}: {
  readonly chosen: readonly Role[];
  readonly inTeam: boolean;
}) {
  const t = useT('account');
  return (
    <>
      <CheckboxGroup
        name="roles"
        label={t('people.roles')}
        required
        defaultValues={chosen}
        options={allRoles.map((role) => ({
          value: role,
          label: t(`role.${role}`),
          hint: t(`role.${role}.hint`),
        }))}
      />
      <Checkbox
        name="inTeam"
        label={t('people.inTeam')}
        hint={t('people.inTeamHint')}
        defaultChecked={inTeam}
      />
    </>
  );
}

// The browser gets no copy of the room of accounts; the type sees that none is missing.
const allRoles: readonly Role[] = Object.keys({
  documenter: 0,
  reviewer: 0,
  campaigner: 0,
  caseworker: 0,
  administrator: 0,
} satisfies Record<Role, 0>) as Role[];
