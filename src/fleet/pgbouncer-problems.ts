import type { Problem } from './budget.ts';
import { countOf, type PgBouncer, settingOf } from './pgbouncer.ts';

/** A check of one setting: what is wrong with it and one way out, or nothing. */
type Check = (bouncer: PgBouncer) => readonly [text: string, advice: string] | undefined;

/** By setting, so that each problem stands at its line. */
const checks: readonly (readonly [setting: string, check: Check])[] = [
  ['auth_type', checkAuthentication],
  [
    'query_wait_timeout',
    forbidZero(
      'query_wait_timeout',
      120,
      'A query waits for ever for a server connection, and its request with it.',
    ),
  ],
  [
    'server_idle_timeout',
    forbidZero('server_idle_timeout', 600, 'Idle server connections are never closed.'),
  ],
  [
    'server_lifetime',
    forbidZero('server_lifetime', 3600, 'Every server connection is used once and closed.'),
  ],
  [
    'server_connect_timeout',
    forbidZero(
      'server_connect_timeout',
      15,
      'A server that does not answer is waited for without end.',
    ),
  ],
  ['server_check_query', checkQuery],
  ['server_reset_query', checkReset],
  ['reserve_pool_timeout', checkReserve],
  ['min_pool_size', checkMinimum],
  ['client_idle_timeout', checkClientIdle],
];

/** What is wrong with the file on its own. */
export function checkSettings(bouncer: PgBouncer): readonly Problem[] {
  return checks.flatMap(([setting, check]) => {
    const found = check(bouncer);
    if (found === undefined) return [];
    const [text, advice] = found;
    const place = bouncer.settings.get(setting)?.place ?? bouncer.place;
    return [{ level: 'warning' as const, place, text, advice }];
  });
}

function checkAuthentication(bouncer: PgBouncer) {
  const type = settingOf(bouncer, 'auth_type');
  const address = settingOf(bouncer, 'listen_addr');
  const isLocal = /^(?:|localhost|127\.[\d.]+|::1)$/.test(address);
  if (type === 'any' || type === 'trust') {
    const who = isLocal ? 'every program on this machine' : `everybody who reaches ${address}`;
    return [
      `auth_type ${type} lets ${who} in without a password.`,
      'Set `auth_type = scram-sha-256` and an auth_file or auth_query.',
    ] as const;
  }
  if (type !== 'plain') return undefined;
  return [
    'auth_type plain sends passwords as they are.',
    'Set `auth_type = scram-sha-256`.',
  ] as const;
}

function forbidZero(setting: string, fitting: number, text: string): Check {
  return ({ settings }) => {
    const said = settings.get(setting);
    return said !== undefined && Number(said.value) === 0
      ? [`${setting} 0: ${text}`, `Set \`${setting} = ${fitting}\`.`]
      : undefined;
  };
}

function checkQuery(bouncer: PgBouncer) {
  const said = bouncer.settings.get('server_check_query');
  if (said === undefined || said.value !== '') return undefined;
  return [
    'Without a server_check_query a connection that died while idle is handed to a client.',
    'Set `server_check_query = select 1`.',
  ] as const;
}

function checkReset(bouncer: PgBouncer) {
  const said = bouncer.settings.get('server_reset_query');
  const isSession = settingOf(bouncer, 'pool_mode') === 'session';
  if (!isSession || said === undefined || said.value !== '') return undefined;
  return [
    'In pool_mode session the next client gets the settings, locks and temporary tables of the last.',
    'Set `server_reset_query = DISCARD ALL`.',
  ] as const;
}

function checkReserve(bouncer: PgBouncer) {
  if (countOf(bouncer, 'reserve_pool_timeout') > 0) return undefined;
  if (countOf(bouncer, 'reserve_pool_size') === 0) return undefined;
  return [
    'reserve_pool_timeout 0 turns the reserve pool off.',
    'Set `reserve_pool_timeout = 5`.',
  ] as const;
}

function checkMinimum(bouncer: PgBouncer) {
  const least = countOf(bouncer, 'min_pool_size');
  const most = countOf(bouncer, 'default_pool_size');
  if (least <= most) return undefined;
  return [
    `min_pool_size ${least} is above default_pool_size ${most}.`,
    `Set it to ${most} at most.`,
  ] as const;
}

function checkClientIdle(bouncer: PgBouncer) {
  const seconds = Number(settingOf(bouncer, 'client_idle_timeout') || 0);
  if (seconds === 0) return undefined;
  return [
    `Clients that were idle for ${seconds} s are thrown out, and idle connections of a pool are such clients.`,
    'Set `client_idle_timeout = 0`; let the pools close what they do not need.',
  ] as const;
}
