/** What a setting of PgBouncer takes. */
export type SettingKind = 'count' | 'seconds' | 'text' | readonly string[];

const poolModes = ['session', 'transaction', 'statement'] as const;

const authTypes = ['any', 'trust', 'plain', 'md5', 'scram-sha-256', 'cert', 'hba', 'pam', 'ldap'];

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** Settings that numbers or words are asked for, by name. */
const kinds: Readonly<Record<string, SettingKind>> = {
  auth_type: authTypes,
  pool_mode: poolModes,
  client_tls_sslmode: sslModes,
  server_tls_sslmode: sslModes,
  ...named('count', [
    'application_name_add_host default_pool_size disable_pqexec listen_backlog listen_port',
    'log_connections log_disconnections log_pooler_errors log_stats max_client_conn',
    'max_db_client_connections max_db_connections max_packet_size max_prepared_statements',
    'max_user_client_connections max_user_connections min_pool_size peer_id pkt_buf',
    'query_wait_notify reserve_pool_size sbuf_loopcnt scram_iterations server_fast_close',
    'server_reset_query_always server_round_robin so_reuseport stats_period syslog',
    'tcp_keepalive tcp_keepcnt tcp_keepidle tcp_keepintvl tcp_socket_buffer tcp_user_timeout',
    'verbose',
  ]),
  ...named('seconds', [
    'autodb_idle_timeout cancel_wait_timeout client_idle_timeout client_login_timeout dns_max_ttl',
    'dns_nxdomain_ttl dns_zone_check_period idle_transaction_timeout pool_idle_timeout',
    'query_timeout query_wait_timeout reserve_pool_timeout server_check_delay',
    'server_connect_timeout server_idle_timeout server_lifetime server_login_retry',
    'suspend_timeout transaction_timeout',
  ]),
  ...named('text', [
    'admin_users auth_dbname auth_file auth_hba_file auth_ident_file auth_ldap_options',
    'auth_ldap_parameter auth_query auth_user client_tls13_ciphers client_tls_ca_file',
    'client_tls_cert_file client_tls_ciphers client_tls_dheparams client_tls_ecdhcurve',
    'client_tls_key_file client_tls_protocols conffile ignore_startup_parameters job_name',
    'listen_addr logfile login_notify_message pidfile resolv_conf server_check_query',
    'server_reset_query server_tls13_ciphers server_tls_ca_file server_tls_cert_file',
    'server_tls_ciphers server_tls_key_file server_tls_protocols service_name stats_users',
    'syslog_facility syslog_ident tcp_defer_accept track_extra_parameters unix_socket_dir',
    'unix_socket_group unix_socket_mode user',
  ]),
};

/** The settings of PgBouncer, of all versions up to 1.25. */
export const settingNames: readonly string[] = Object.keys(kinds);

/** What is in force where nothing is said; `SHOW CONFIG` of a PgBouncer without settings says the same. */
export const settingDefaults: Readonly<Record<string, string>> = {
  auth_type: 'md5',
  default_pool_size: '20',
  listen_port: '6432',
  max_client_conn: '100',
  max_db_connections: '0',
  max_user_connections: '0',
  min_pool_size: '0',
  pool_mode: 'session',
  query_wait_timeout: '120',
  reserve_pool_size: '0',
  reserve_pool_timeout: '5',
  server_check_delay: '30',
  server_idle_timeout: '600',
  server_lifetime: '3600',
};

/** What a setting takes; `undefined` for one that PgBouncer does not know. */
export function kindOfSetting(name: string): SettingKind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** What a database or user may be given in place of what holds for all. */
export const databaseParameters: readonly string[] = [
  'dbname host port user password auth_user auth_dbname auth_query client_encoding datestyle',
  'timezone pool_size min_pool_size reserve_pool reserve_pool_size query_wait_timeout',
  'max_db_client_connections max_db_connections server_lifetime load_balance_hosts pool_mode',
  'connect_query application_name',
].flatMap(line => line.split(' '));

function named(kind: SettingKind, lines: readonly string[]): Record<string, SettingKind> {
  return Object.fromEntries(lines.flatMap(line => line.split(' ')).map(name => [name, kind]));
}
